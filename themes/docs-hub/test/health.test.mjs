import assert from "node:assert/strict";
import { test } from "node:test";
import { healthOf, syncOf } from "../src/health.js";

const there = { isThere: true, etag: '"abc"' };
const gone = { isThere: false, etag: null };

test("line says which of the two does not answer", () => {
  assert.equal(healthOf(there, there).state, "good");
  assert.match(healthOf(gone, there).text, /realm answers, the API's description does not/);
  assert.match(healthOf(there, gone).text, /description answers, the realm does not/);
  assert.match(healthOf(gone, gone).text, /^Neither/);
  assert.equal(healthOf(gone, gone).state, "bad");
});

test("line says whether the pages are of the server's contract, also behind a proxy that packs it", () => {
  assert.match(syncOf(there, "abc"), /the same/);
  assert.match(syncOf({ isThere: true, etag: 'W/"abc-gzip"' }, "abc"), /the same/);
  assert.match(syncOf({ isThere: true, etag: '"other"' }, "abc"), /another one/);
  assert.equal(syncOf(gone, "abc"), "");
});
