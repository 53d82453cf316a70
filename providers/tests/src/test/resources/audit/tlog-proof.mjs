// Verifies one record of an audit log against a proof (c2sp.org/tlog-proof@v1), from the published specifications alone:
// RFC 8785 (canonical JSON), RFC 9162 2.1.3.2 (inclusion), C2SP signed-note and tlog-checkpoint. Needs Node.js and nothing else.
//
//   node tlog-proof.mjs <record.json> <proof.txt> <public key, member x of the JWK> <origin>
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [recordFile, proofFile, x, origin] = process.argv.slice(2);
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
};
const fail = (why) => {
  console.log(`not proved: ${why}`);
  process.exit(1);
};

// The proof: a head, the index, the path, an empty line, the checkpoint.
const proof = readFileSync(proofFile, 'utf8');
const lines = proof.slice(0, proof.indexOf('\n\n')).split('\n');
if (lines[0] !== 'c2sp.org/tlog-proof@v1') fail('no proof');
const index = BigInt(lines[1].replace(/^index /, ''));
const path = lines.slice(2).map((line) => Buffer.from(line, 'base64'));
const note = proof.slice(proof.indexOf('\n\n') + 2);

// The checkpoint: text, an empty line, signature lines "— name base64(key id || signature)".
const end = note.lastIndexOf('\n\n');
const text = note.slice(0, end + 1);
const rawKey = Buffer.from(x, 'base64url');
const keyId = sha256(Buffer.from(`${origin}\n`), Buffer.from([1]), rawKey).subarray(0, 4);
const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
const signed = note.slice(end + 2).trimEnd().split('\n').some((line) => {
  const [dash, name, base64] = line.split(' ');
  const bytes = Buffer.from(base64, 'base64');
  return dash === '—' && name === origin && bytes.subarray(0, 4).equals(keyId)
    && verify(null, Buffer.from(text), publicKey, bytes.subarray(4));
});
if (!signed) fail('the checkpoint is not signed with this key');
const [said, size, root] = text.split('\n');
if (said !== origin) fail('the checkpoint is of another log');

// The leaf, and the way from it up to the root.
const { leaf } = JSON.parse(readFileSync(recordFile, 'utf8'));
let hash = sha256(Buffer.from([0]), Buffer.from(canonical(leaf)));
let [node, last] = [index, BigInt(size) - 1n];
if (node > last) fail('the index is not in the tree');
for (const sibling of path) {
  if (last === 0n) fail('the path is too long');
  if (node % 2n === 1n || node === last) {
    hash = sha256(Buffer.from([1]), sibling, hash);
    while (node % 2n === 0n && node !== 0n) [node, last] = [node / 2n, last / 2n];
  } else {
    hash = sha256(Buffer.from([1]), hash, sibling);
  }
  [node, last] = [node / 2n, last / 2n];
}
if (last !== 0n || hash.toString('base64') !== root) fail('the path does not lead to the root');
if (BigInt(leaf.seq) !== index) fail('the record has another number');
console.log(`ok: leaf ${index} of ${origin}`);
