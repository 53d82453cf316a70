package io.gatehouse.core.policy;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A condition of a rule about the request as a whole, ready to be asked. Those about scopes and targets are asked of each of
 * them and stand in the {@link Rule}.
 *
 * @param name its name in JSON
 * @param wanted what it was written with, as text; one that fits is enough
 * @param test whether it holds; never throws
 * @param seen what it is compared with, as text; empty when that is not known
 * @param isSelfDeclared whether it rests on what the asker says of itself
 */
record Condition(
        String name,
        List<String> wanted,
        Predicate<Facts> test,
        Function<Facts, List<String>> seen,
        boolean isSelfDeclared) {
    /** Begins the names of conditions on metadata. */
    static final String METADATA = "metadata.";

    private static final Set<String> SLOW = Set.of("time", "ip", "intent_matches");

    /** Whether asking costs more than looking at a text: it is asked after the others. */
    boolean isSlow() {
        return SLOW.contains(name);
    }

    /** Whether it is about who holds a credential and not about a request. */
    boolean isAboutHolder() {
        return name.startsWith(METADATA)
                || Attribute.of(name).filter(Attribute::isOfHolder).isPresent();
    }
}
