// An application with the guide's middleware, which the test writes beside it. Prints the port that it listens on.
import express from "express";
import { requireScopes } from "./gatehouse.mjs";

const app = express();
app.get("/reports", requireScopes("reports:read"), (req, res) => res.json({ subject: req.caller.sub }));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
