import { data, type Api } from "@gatehouse/shared";
import { ed25519Keys, isSigned, parseNote, type Checkpoint, type Signed } from "./note";
import { Fault, Reading } from "./reading";
import { isConsistent } from "./tree";

/** What was found in the page. `fault` names the first record that is not as it was written. */
export type Verdict = {
  records: number;
  logSize: number;
  root: string;
  facts: number;
  erased: number;
  checkpointsInLog: number;
  signed: Signed;
  kept?: "agrees" | "notReached" | "cutOff" | "otherLog" | "notSigned";
  fault?: { kind: string; seq: number };
};

export type Options = {
  api: Api;
  /** Address of the realm's JWK set. */
  jwksUrl: string;
  /** Most records that are read; the rest is tied to them by a proof of the tree. */
  limit: number;
  kept?: string;
  signal: AbortSignal;
  onProgress: (done: number, all: number) => void;
};

/** Reads the log and makes every hash again. Rejects when it cannot be read or was cancelled. */
export async function verifyExport(options: Options): Promise<Verdict> {
  const { api, jwksUrl, limit, signal } = options;
  const jwks = await fetch(jwksUrl, { signal, credentials: "omit" });
  const keys = ed25519Keys(await jwks.json());
  const kept = options.kept?.trim() ? parseNote(`${options.kept.trim()}\n`) : undefined;
  const reading = new Reading(kept);
  const verdict = async (rest: Partial<Verdict>): Promise<Verdict> => ({
    records: reading.tree.size,
    logSize: reading.size,
    root: await reading.tree.root(),
    facts: reading.facts,
    erased: reading.erased,
    checkpointsInLog: reading.checkpointsInLog,
    signed: "unknown",
    ...rest,
  });
  try {
    await read(options, reading);
    if (reading.end === null) throw new Fault("unreadable", reading.tree.size);
    const isWhole = reading.end !== undefined;
    if (!isWhole && reading.tree.size < Math.min(limit, reading.size)) throw new Fault("unreadable", reading.tree.size);
    const note = reading.end ?? (await data(api.GET("/audit/checkpoint", { parseAs: "text", signal })));
    const checkpoint = parseNote(note);
    if (!checkpoint || checkpoint.origin !== reading.origin) throw new Fault("checkpointInLog", reading.tree.size);
    await compare(api, reading, checkpoint);
    return await verdict({
      logSize: checkpoint.size,
      signed: await isSigned(checkpoint, keys),
      kept: options.kept?.trim() ? await keptVerdict(reading, kept, checkpoint, keys) : undefined,
    });
  } catch (reason) {
    if (reason instanceof Fault) return verdict({ fault: { kind: reason.kind, seq: reason.seq } });
    throw reason;
  }
}

/** The checkpoint's root is that of what was read, or what was read is proved to be its beginning. */
async function compare(api: Api, reading: Reading, checkpoint: Checkpoint) {
  const size = reading.tree.size;
  const root = await reading.tree.root();
  if (checkpoint.size === size) {
    if (checkpoint.root !== root) throw new Fault("checkpointInLog", size);
    return;
  }
  const query = { from: size, to: checkpoint.size };
  const proof = await data(api.GET("/audit/consistency", { params: { query } }));
  const isBeginning = size === 0 || (await isConsistent(size, checkpoint.size, root, checkpoint.root, proof.path));
  if (!isBeginning) throw new Fault("checkpointInLog", size);
}

async function keptVerdict(reading: Reading, kept: Checkpoint | undefined, now: Checkpoint, keys: string[]) {
  if (!kept || kept.origin !== reading.origin) return "otherLog" as const;
  if (kept.size > now.size) return "cutOff" as const;
  if (!reading.keptAgrees) return "notReached" as const;
  return (await isSigned(kept, keys)) === "no" ? ("notSigned" as const) : ("agrees" as const);
}

/** Reads lines of the stream until it ends or as many records as wanted were read. */
async function read({ api, limit, signal, onProgress }: Options, reading: Reading) {
  const stream = await data(api.GET("/audit/export", { params: { query: { format: "json" } }, parseAs: "stream", signal }));
  const reader = (stream as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        signal.throwIfAborted();
        // The header has been read when the size is known; the line after the last record is the checkpoint.
        if (reading.realm && reading.tree.size >= limit && reading.size > limit) return;
        await reading.line(line);
      }
      onProgress(reading.tree.size, Math.min(limit, reading.size));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
