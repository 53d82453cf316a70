import { base64, concat, fromBase64, sha256, utf8, type Bytes } from "./hash";

/** What a checkpoint says (C2SP tlog-checkpoint): which log, how many records, the root over them in base64. */
export type Checkpoint = { origin: string; size: number; root: string; text: string; signatures: string[] };

/** Whether a key of the realm signed; `unknown` when this browser cannot verify Ed25519. */
export type Signed = "yes" | "no" | "unknown";

/** Reads a note: its text, an empty line, lines of signatures. Undefined when it is none. */
export function parseNote(note: string): Checkpoint | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 0) return undefined;
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? "") || !/^[A-Za-z0-9+/]{43}=$/.test(root ?? "")) return undefined;
  return { origin, size: Number(size), root, text, signatures: note.slice(end + 2).trimEnd().split("\n") };
}

/** Verifies the signatures of a note (C2SP signed-note) with the raw Ed25519 keys; one that is right is enough. */
export async function isSigned(checkpoint: Checkpoint, keys: readonly string[]): Promise<Signed> {
  let answer: Signed = "no";
  for (const x of keys) {
    const raw = fromBase64(x);
    const id = base64((await sha256(concat(utf8(`${checkpoint.origin}\n`), new Uint8Array([1]), raw))).slice(0, 4));
    for (const line of checkpoint.signatures) {
      const [dash, name, signature] = line.split(" ");
      if (dash !== "—" || name !== checkpoint.origin || !signature) continue;
      const bytes = fromBase64(signature);
      if (base64(bytes.slice(0, 4)) !== id) continue;
      const verdict = await verify(raw, bytes.slice(4), utf8(checkpoint.text));
      if (verdict === "yes") return "yes";
      if (verdict === "unknown") answer = "unknown";
    }
  }
  return answer;
}

async function verify(raw: Bytes, signature: Bytes, message: Bytes): Promise<Signed> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return "unknown";
  }
  return (await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message)) ? "yes" : "no";
}

/** The realm's Ed25519 keys in a JWK set, each the member `x`. */
export const ed25519Keys = (jwks: { keys: Array<{ kty?: string; crv?: string; x?: string }> }) =>
  jwks.keys.flatMap(({ kty, crv, x }) => (kty === "OKP" && crv === "Ed25519" && x ? [x] : []));
