package io.gatehouse.core.audit;

import java.util.ArrayList;
import java.util.List;

/** The tree and its proofs written down from RFC 6962 section 2.1 word for word, without any thought of speed. */
final class NaiveTree {
    private NaiveTree() {}

    /** MTH. */
    static Hash root(List<Hash> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return Hash.EMPTY_ROOT;
        }
        if (n == 1) {
            return leaves.get(0);
        }
        int k = largestPowerOfTwoBelow(n);
        return Hash.ofNode(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
    }

    /** PATH. */
    static List<Hash> path(int m, List<Hash> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = largestPowerOfTwoBelow(n);
        return m < k
                ? plus(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
                : plus(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
    }

    /** PROOF, which is SUBPROOF with true. */
    static List<Hash> proof(int m, List<Hash> leaves) {
        return m == 0 ? List.of() : subproof(m, leaves, true);
    }

    private static List<Hash> subproof(int m, List<Hash> leaves, boolean isKnown) {
        int n = leaves.size();
        if (m == n) {
            return isKnown ? List.of() : List.of(root(leaves));
        }
        int k = largestPowerOfTwoBelow(n);
        return m <= k
                ? plus(subproof(m, leaves.subList(0, k), isKnown), root(leaves.subList(k, n)))
                : plus(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
    }

    private static int largestPowerOfTwoBelow(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Hash> plus(List<Hash> list, Hash hash) {
        List<Hash> longer = new ArrayList<>(list);
        longer.add(hash);
        return longer;
    }
}
