import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, canonical, commitment, leafHash, utf8, sha256, nodeHash, base64Url, type Bytes } from "../src/audit/verify/hash.ts";
import { parseNote } from "../src/audit/verify/note.ts";
import { Fault, Reading } from "../src/audit/verify/reading.ts";
import { isConsistent, Tree } from "../src/audit/verify/tree.ts";

const leaf = (at: number) => sha256(utf8(String(at)));

/** The root as RFC 6962, 2.1 defines it, straight from the definition. */
async function rootOf(leaves: Bytes[]): Promise<Bytes> {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0];
  const half = splitOf(leaves.length);
  return nodeHash(await rootOf(leaves.slice(0, half)), await rootOf(leaves.slice(half)));
}

/** The largest power of two below n. */
function splitOf(n: number) {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}

/** The consistency proof as RFC 6962, 2.1.2 defines it. */
async function proofOf(from: number, leaves: Bytes[], isWhole = true): Promise<Bytes[]> {
  if (from === leaves.length) return isWhole ? [] : [await rootOf(leaves)];
  const half = splitOf(leaves.length);
  return from <= half
    ? [...(await proofOf(from, leaves.slice(0, half), isWhole)), await rootOf(leaves.slice(half))]
    : [...(await proofOf(from - half, leaves.slice(half), false)), await rootOf(leaves.slice(0, half))];
}

test("a tree that grows has the root of the definition at each size", async () => {
  const tree = new Tree();
  const leaves: Bytes[] = [];
  assert.equal(await tree.root(), base64(await rootOf(leaves)));
  for (let at = 0; at < 33; at++) {
    leaves.push(await leaf(at));
    await tree.append(leaves[at]);
    assert.equal(await tree.root(), base64(await rootOf(leaves)), `size ${at + 1}`);
  }
});

test("each beginning of a log is proved, and no other log is", async () => {
  const leaves = await Promise.all(Array.from({ length: 20 }, (_none, at) => leaf(at)));
  const root = base64(await rootOf(leaves));
  const other = base64(await leaf(99));
  for (let from = 1; from < leaves.length; from++) {
    const fromRoot = base64(await rootOf(leaves.slice(0, from)));
    const path = (await proofOf(from, leaves)).map(base64);
    assert.equal(await isConsistent(from, 20, fromRoot, root, path), true, `from ${from}`);
    assert.equal(await isConsistent(from, 20, other, root, path), false, `wrong root, from ${from}`);
    assert.equal(await isConsistent(from, 20, fromRoot, root, [...path, other]), false, `longer path, from ${from}`);
  }
});

test("canonical JSON sorts by UTF-16 units and writes numbers as ECMAScript does", () => {
  assert.equal(canonical({ b: [1e21, 0.1, null], a: { z: true, "\u20ac": "\n" } }), '{"a":{"z":true,"€":"\\n"},"b":[1e+21,0.1,null]}');
});

async function exportOf(count: number): Promise<string[]> {
  const lines = [JSON.stringify({ format: "gatehouse-audit-export/1", realm: "r", origin: "gatehouse/r", size: count })];
  let prev = base64Url(new Uint8Array(32));
  for (let seq = 0; seq < count; seq++) {
    const salt = base64Url(await leaf(seq));
    const record = { seq, realm: "r", prev, type: "x", personal: { ip: await commitment("ip", salt, "10.0.0.1") } };
    prev = base64Url(await leafHash(record));
    lines.push(JSON.stringify({ leaf: record, hash: prev, personal: { ip: { salt, value: "10.0.0.1" } } }));
  }
  return lines;
}

async function faultIn(lines: string[]): Promise<Fault | undefined> {
  const reading = new Reading();
  try {
    for (const line of lines) await reading.line(line);
  } catch (reason) {
    return reason as Fault;
  }
  return undefined;
}

test("an export is good as it was written, and each way to change it is named with its record", async () => {
  const lines = await exportOf(6);
  const changed = (at: number, from: string, to: string) => lines.map((line, index) => (index === at ? line.replace(from, to) : line));
  const cases: Array<[string[], string | undefined, number?]> = [
    [lines, undefined],
    [changed(3, '"type":"x"', '"type":"y"'), "hash", 2],
    [changed(3, '"value":"10.0.0.1"', '"value":"10.0.0.2"'), "personal", 2],
    [lines.filter((_line, at) => at !== 3), "number", 2],
    [[...lines.slice(0, 3), lines[4], lines[3], ...lines.slice(5)], "number", 2],
    [changed(3, '"realm":"r"', '"realm":"s"'), "realm", 2],
    [[...lines.slice(0, 3), "{"], "unreadable", 2],
    [["{}"], "format", 0],
  ];
  for (const [text, kind, seq] of cases) {
    const fault = await faultIn(text);
    assert.equal(fault?.kind, kind);
    assert.equal(fault?.seq, seq);
  }
});

test("a note that is no checkpoint is told from one", () => {
  const root = base64(new Uint8Array(32));
  assert.equal(parseNote(`gatehouse/r\n7\n${root}\n\n— gatehouse/r AAAA\n`)?.size, 7);
  for (const text of ["", "hello", `gatehouse/r\n07\n${root}\n\n— x A\n`, `gatehouse/r\n7\nshort\n\n— x A\n`]) {
    assert.equal(parseNote(text), undefined);
  }
});
