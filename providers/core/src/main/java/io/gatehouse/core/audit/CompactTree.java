package io.gatehouse.core.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A tree that keeps nothing but the roots of its perfect subtrees: enough to add leaves one by one and to tell the root
 * at any moment, in memory that hardly grows. For whoever reads a whole log once. Belongs to one thread.
 */
public final class CompactTree {
    private final Deque<Hash> subtrees = new ArrayDeque<>();
    private long size;

    /** Adds a leaf on the right. */
    public void append(Hash leaf) {
        Hash hash = leaf;
        // Each trailing one of the size is a perfect subtree that the new one closes with.
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = Hash.ofNode(subtrees.pop(), hash);
        }
        subtrees.push(hash);
        size++;
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** The root over the leaves so far. */
    public Hash root() {
        Iterator<Hash> fromRight = subtrees.iterator();
        if (!fromRight.hasNext()) {
            return Hash.EMPTY_ROOT;
        }
        Hash root = fromRight.next();
        while (fromRight.hasNext()) {
            root = Hash.ofNode(fromRight.next(), root);
        }
        return root;
    }
}
