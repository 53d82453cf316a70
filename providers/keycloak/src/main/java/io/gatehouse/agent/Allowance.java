package io.gatehouse.agent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent may do for a user now: all that was allowed to it, by whomever. Immutable; decides, and reads nothing.
 *
 * @param parts each with what it allows and how long
 */
public record Allowance(List<Part> parts) {
    /** Copies the list. */
    public Allowance {
        parts = List.copyOf(parts);
    }

    /**
     * What one consent or grant allows.
     *
     * @param expiresAtMs when it ends, null for never
     */
    public record Part(List<String> scopes, @Nullable Long expiresAtMs) {
        /** Copies the list. */
        public Part {
            scopes = List.copyOf(scopes);
        }

        private long endMs() {
            return expiresAtMs == null ? Long.MAX_VALUE : expiresAtMs;
        }
    }

    /** Whether nobody allowed anything. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Every scope that any part allows. */
    public Set<String> scopes() {
        return parts.stream().flatMap(part -> part.scopes().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * How long these scopes are allowed: for each the part that lasts longest, of these the earliest end.
     *
     * @return milliseconds since 1970, {@link Long#MAX_VALUE} for ever; empty when one is not allowed at all
     */
    public Optional<Long> expiresAtMs(Collection<String> scopes) {
        long earliest = Long.MAX_VALUE;
        for (String scope : scopes) {
            Optional<Long> latest = partsWith(scope).map(Part::endMs).max(Long::compare);
            if (latest.isEmpty()) {
                return Optional.empty();
            }
            earliest = Math.min(earliest, latest.get());
        }
        return Optional.of(earliest);
    }

    private Stream<Part> partsWith(String scope) {
        return parts.stream().filter(part -> part.scopes().contains(scope));
    }
}
