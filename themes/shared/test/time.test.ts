import assert from "node:assert/strict";
import { test } from "node:test";
import { absoluteTime, duration, relativeTime } from "../src/time.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const from = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

test("a time is said in the largest unit that fits", () => {
  assert.equal(relativeTime(from(0), "en", NOW), "now");
  assert.equal(relativeTime(from(-45), "en", NOW), "45 seconds ago");
  assert.equal(relativeTime(from(300), "en", NOW), "in 5 minutes");
  assert.equal(relativeTime(from(-7_200), "en", NOW), "2 hours ago");
  assert.equal(relativeTime(from(3 * 86_400), "en", NOW), "in 3 days");
  assert.equal(relativeTime(from(90 * 86_400), "en", NOW), "in 3 months");
  assert.equal(relativeTime(from(-2 * 31_536_000), "en", NOW), "2 years ago");
});

test("a moment less than a full unit is said as that unit", () => {
  assert.equal(relativeTime(from(30 * 86_400 - 5), "en", NOW), "in 30 days");
  assert.equal(relativeTime(from(90 * 86_400 - 5), "en", NOW), "in 3 months");
});

test("a time is said in the reader's language", () => {
  assert.equal(relativeTime(from(3 * 86_400), "de", NOW), "in 3 Tagen");
  assert.equal(relativeTime(from(-86_400), "de", NOW), "gestern");
});

test("the exact time has date and time of day", () => {
  assert.match(absoluteTime("2026-11-27T12:00:00Z", "en"), /2026.*\d{1,2}:\d{2}:\d{2}/);
  assert.match(absoluteTime("2026-11-27T12:00:00Z", "de"), /2026.*\d{2}:\d{2}:\d{2}/);
});

test("a duration is said in the largest unit that is exact", () => {
  assert.equal(duration(60, "en"), "1 minute");
  assert.equal(duration(900, "en"), "15 minutes");
  assert.equal(duration(3_600, "en"), "1 hour");
  assert.equal(duration(5_400, "en"), "90 minutes");
  assert.equal(duration(604_800, "en"), "7 days");
  assert.equal(duration(597, "en"), "597 seconds");
  assert.equal(duration(86_400, "de"), "1 Tag");
});
