import assert from "node:assert/strict";
import { test } from "node:test";
import { excerpt, search } from "../src/search.js";

const INDEX = [
  { path: "a", title: "Errors", heading: "Codes", text: "a webhook may be refused" },
  { path: "b", title: "Webhooks", heading: "Webhooks", text: "signatures" },
  { path: "c", title: "Webhooks", heading: "Dead letters", text: "recover what failed" },
];

test("title counts more than text", () => {
  assert.deepEqual(search(INDEX, "webhook").map(({ path }) => path), ["b", "c", "a"]);
});

test("every word has to be there", () => {
  assert.deepEqual(search(INDEX, "webhooks dead").map(({ path }) => path), ["c"]);
  assert.deepEqual(search(INDEX, "webhooks nothing"), []);
});

test("empty search finds nothing, signs are no patterns", () => {
  assert.deepEqual(search(INDEX, "  "), []);
  assert.deepEqual(search(INDEX, ".*("), []);
});

test("excerpt begins near the word", () => {
  const text = `${"x ".repeat(200)}needle ${"y ".repeat(200)}`;
  assert.match(excerpt(text, "needle"), /^….*needle.*…$/);
});
