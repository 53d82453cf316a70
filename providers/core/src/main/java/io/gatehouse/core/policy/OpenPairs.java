package io.gatehouse.core.policy;

import java.util.BitSet;
import java.util.List;

/**
 * Which scopes at which targets no rule has settled yet. A request without scopes counts as one scope that no glob matches,
 * and one without targets likewise.
 *
 * <p>Not thread-safe: for one decision.
 */
final class OpenPairs {
    private final List<String> scopes;
    private final List<String> targets;
    private final int width;
    private final BitSet open = new BitSet();

    OpenPairs(Facts facts) {
        this.scopes = facts.scopes();
        this.targets = facts.targets();
        this.width = Math.max(1, scopes.size());
        open.set(0, width * Math.max(1, targets.size()));
    }

    /** Whether everything is settled. */
    boolean isSettled() {
        return open.isEmpty();
    }

    /** The pairs that a rule is about, settled ones too. */
    BitSet coveredBy(Rule rule) {
        BitSet ofScopes = matching(rule.scopes(), scopes);
        BitSet ofTargets = matching(rule.targets(), targets);
        BitSet pairs = new BitSet();
        for (int target = ofTargets.nextSetBit(0); target >= 0; target = ofTargets.nextSetBit(target + 1)) {
            for (int scope = ofScopes.nextSetBit(0); scope >= 0; scope = ofScopes.nextSetBit(scope + 1)) {
                pairs.set(target * width + scope);
            }
        }
        return pairs;
    }

    /** Whether some of these pairs are not settled. */
    boolean touches(BitSet pairs) {
        return open.intersects(pairs);
    }

    /** Settles pairs. */
    void settle(BitSet pairs) {
        open.andNot(pairs);
    }

    private static BitSet matching(List<Glob> globs, List<String> texts) {
        BitSet bits = new BitSet();
        if (globs.isEmpty()) {
            bits.set(0, Math.max(1, texts.size()));
            return bits;
        }
        for (int i = 0; i < texts.size(); i++) {
            bits.set(i, Rule.isAny(globs, texts.get(i)));
        }
        return bits;
    }
}
