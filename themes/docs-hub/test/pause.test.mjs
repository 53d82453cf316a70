import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseSeconds } from "../src/pause.js";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const pause = (status, headers) => pauseSeconds(status, (name) => headers[name] ?? null, NOW);

test("429 and 503 rest as long as the server says", () => {
  assert.equal(pause(429, { "Retry-After": "17" }), 17);
  assert.equal(pause(503, { "Retry-After": "3" }), 3);
  assert.equal(pause(429, { "Retry-After": "Fri, 27 Nov 2026 12:00:40 GMT" }), 40);
});

test("429 without a time rests half a minute, with 0 a second", () => {
  assert.equal(pause(429, {}), 30);
  assert.equal(pause(429, { "Retry-After": "soon" }), 30);
  assert.equal(pause(429, { "Retry-After": "0" }), 1);
});

test("used-up limit rests before it is refused", () => {
  assert.equal(pause(200, { RateLimit: '"burst";r=0;t=9, "day";r=5;t=4000' }), 9);
  assert.equal(pause(200, { RateLimit: '"burst";r=4;t=9' }), 0);
});

test("nothing else rests", () => {
  assert.equal(pause(200, {}), 0);
  assert.equal(pause(422, {}), 0);
});

test("time beyond a day is a day", () => {
  assert.equal(pause(429, { "Retry-After": "99999999" }), 86400);
});
