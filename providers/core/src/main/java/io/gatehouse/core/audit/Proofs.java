package io.gatehouse.core.audit;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Checks proofs of the tree as RFC 9162 section 2.1 says. Thread-safe: no state. */
public final class Proofs {
    private Proofs() {}

    /**
     * Whether the path proves that the leaf is in the tree (RFC 9162 section 2.1.3.2). Never throws.
     *
     * @param index place of the leaf
     * @param size leaves of the tree
     * @param leaf hash of the leaf
     * @param path the siblings from the leaf up
     * @param root root of the tree
     */
    public static boolean includes(long index, long size, Hash leaf, List<Hash> path, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /**
     * Whether the path proves that the first tree is the beginning of the second (RFC 9162 section 2.1.4.2). Never throws.
     *
     * @param from leaves of the first tree
     * @param to leaves of the second tree
     * @param path the proof; empty when {@code from} is 0 or equals {@code to}
     */
    public static boolean isConsistent(long from, long to, Hash fromRoot, Hash toRoot, List<Hash> path) {
        if (from < 0 || from > to) {
            return false;
        }
        if (from == 0 || from == to) {
            Hash expected = from == 0 ? Hash.EMPTY_ROOT : toRoot;
            return path.isEmpty() && fromRoot.equals(expected);
        }
        return rootsOf(from, to, fromRoot, path)
                .filter(roots -> roots.from.equals(fromRoot) && roots.to.equals(toRoot))
                .isPresent();
    }

    private record Roots(Hash from, Hash to) {}

    /** The two roots that the path leads to; empty when it has the wrong length. */
    private static Optional<Roots> rootsOf(long from, long to, Hash fromRoot, List<Hash> path) {
        long node = from - 1;
        long last = to - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        Iterator<Hash> steps = path.iterator();
        if (node != 0 && !steps.hasNext()) {
            return Optional.empty();
        }
        // The first tree is perfect, hence a node of the second: its root stands for the first step.
        Hash start = node == 0 ? fromRoot : steps.next();
        Hash oldHash = start;
        Hash newHash = start;
        while (steps.hasNext()) {
            Hash step = steps.next();
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = Hash.ofNode(step, oldHash);
                newHash = Hash.ofNode(step, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newHash = Hash.ofNode(newHash, step);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(new Roots(oldHash, newHash)) : Optional.empty();
    }
}
