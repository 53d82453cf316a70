import { base64Url, commitment, leafHash, NONE, type Bytes } from "./hash";
import { parseNote, type Checkpoint } from "./note";
import { Tree } from "./tree";

/** What is wrong, at which record. */
export class Fault extends Error {
  constructor(
    readonly kind: "format" | "number" | "realm" | "chain" | "hash" | "personal" | "checkpointInLog" | "kept" | "unreadable",
    readonly seq: number,
  ) {
    super(kind);
  }
}

type Fact = { salt: string; value: string };
type Line = { leaf?: Record<string, unknown>; hash?: string; personal?: Record<string, Fact>; checkpoint?: string | null };

/** One reading of an export, line by line, as the offline verifier does it (docs/guide/audit.md). */
export class Reading {
  readonly tree = new Tree();
  realm = "";
  origin = "";
  /** Records of the export, as its header says. */
  size = 0;
  facts = 0;
  erased = 0;
  checkpointsInLog = 0;
  keptAgrees = false;
  /** The note at the end; undefined before it, null when the server refused to sign. */
  end?: string | null;
  private previous: Bytes = NONE;

  /** @param kept a checkpoint that somebody kept outside */
  constructor(private readonly kept?: Checkpoint) {}

  async line(text: string) {
    const seq = this.tree.size;
    let line: Line & { format?: string; realm?: string; origin?: string; size?: number };
    try {
      line = JSON.parse(text);
    } catch {
      throw new Fault("unreadable", seq);
    }
    if (!this.realm) {
      if (line.format !== "gatehouse-audit-export/1" || !line.realm || !line.origin) throw new Fault("format", 0);
      Object.assign(this, { realm: line.realm, origin: line.origin, size: line.size ?? 0 });
    } else if ("checkpoint" in line) {
      this.end = line.checkpoint ?? null;
    } else {
      await this.record(seq, line);
    }
    await this.compareWithKept();
  }

  private async record(seq: number, { leaf, hash, personal }: Line) {
    if (!leaf || leaf.seq !== seq) throw new Fault("number", seq);
    if (leaf.realm !== this.realm) throw new Fault("realm", seq);
    if (leaf.prev !== base64Url(this.previous)) throw new Fault("chain", seq);
    const found = await leafHash(leaf);
    if (base64Url(found) !== hash) throw new Fault("hash", seq);
    await this.compareFacts(seq, (leaf.personal ?? {}) as Record<string, string>, personal ?? {});
    if (leaf.type === "audit.checkpoint") await this.compareWithCheckpoint(seq, leaf.data);
    await this.tree.append(found);
    this.previous = found;
  }

  private async compareFacts(seq: number, committed: Record<string, string>, shown: Record<string, Fact>) {
    for (const [name, { salt, value }] of Object.entries(shown)) {
      if ((await commitment(name, salt, value)) !== committed[name]) throw new Fault("personal", seq);
    }
    this.facts += Object.keys(shown).length;
    this.erased += Object.keys(committed).length - Object.keys(shown).length;
  }

  /** A checkpoint inside the log was made when it was written; most are over all the records before it. */
  private async compareWithCheckpoint(seq: number, data: unknown) {
    const note = (data as { checkpoint?: unknown } | undefined)?.checkpoint;
    const checkpoint = typeof note === "string" ? parseNote(note) : undefined;
    if (checkpoint?.size !== seq) return;
    if (checkpoint.root !== (await this.tree.root())) throw new Fault("checkpointInLog", seq);
    this.checkpointsInLog += 1;
  }

  private async compareWithKept() {
    if (this.keptAgrees || this.kept?.size !== this.tree.size || !this.realm) return;
    if (this.kept.root !== (await this.tree.root())) throw new Fault("kept", this.tree.size);
    this.keptAgrees = true;
  }
}
