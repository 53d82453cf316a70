import { base64, fromBase64, nodeHash, sha256, type Bytes } from "./hash";

/** A Merkle tree (RFC 6962) that only grows on the right: of each full subtree it keeps the root alone. */
export class Tree {
  size = 0;
  private subtrees: Array<{ size: number; root: Bytes }> = [];

  async append(leaf: Bytes) {
    let last = { size: 1, root: leaf };
    for (let left = this.subtrees.at(-1); left?.size === last.size; left = this.subtrees.at(-1)) {
      this.subtrees.pop();
      last = { size: left.size * 2, root: await nodeHash(left.root, last.root) };
    }
    this.subtrees.push(last);
    this.size += 1;
  }

  /** The root over all leaves so far, base64. */
  async root(): Promise<string> {
    const [last, ...others] = [...this.subtrees].reverse();
    if (!last) return base64(await sha256(new Uint8Array()));
    let root = last.root;
    for (const left of others) root = await nodeHash(left.root, root);
    return base64(root);
  }
}

const half = (n: number) => Math.floor(n / 2);

/**
 * Whether the path proves that the tree with the first root is the beginning of that with the second (RFC 9162, 2.1.4.2).
 *
 * @param from leaves of the first tree, 1 or more
 * @param to leaves of the second tree, more than `from`
 */
export async function isConsistent(from: number, to: number, fromRoot: string, toRoot: string, path: readonly string[]) {
  let [node, last] = [from - 1, to - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const steps = path.map(fromBase64);
  // The first tree is perfect, hence a node of the second: its root stands for the first step.
  const start = node === 0 ? fromBase64(fromRoot) : steps.shift();
  if (!start) return false;
  let [old, next]: [Bytes, Bytes] = [start, start];
  for (const step of steps) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = await nodeHash(step, old);
      next = await nodeHash(step, next);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      next = await nodeHash(next, step);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && base64(old) === fromRoot && base64(next) === toRoot;
}
