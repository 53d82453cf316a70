// Verifies one delivery that comes as JSON on standard input: {secret, headers, body}. Prints what it says, or why it is refused.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
try {
  console.log("verified " + new Webhook(secret).verify(body, headers).type);
} catch (error) {
  console.log("refused " + error.message);
}
