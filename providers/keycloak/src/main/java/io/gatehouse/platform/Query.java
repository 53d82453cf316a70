package io.gatehouse.platform;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The query parameters of a request: known names only, each at most once. Immutable. */
public final class Query {
    /** Longest value, in characters. */
    public static final int MAX_VALUE_LENGTH = 1_000;

    private final MultivaluedMap<String, String> parameters;

    /**
     * @param parameters decoded parameters of the request
     * @param known the names that the operation reads besides those of paging
     * @throws GatehouseException 400 for an unknown name, a repeated one, or a value that is too long
     */
    public Query(MultivaluedMap<String, String> parameters, Set<String> known) {
        this.parameters = parameters;
        parameters.forEach((name, values) -> check(name, values, known));
    }

    private static void check(String name, List<String> values, Set<String> known) {
        if (!known.contains(name)) {
            // The name itself is not repeated: it may be a secret that somebody put into the address.
            String names = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
            throw GatehouseException.badRequest(
                    "unknown_parameter", "There is no such query parameter here. Known: " + names + ".");
        }
        if (values.size() > 1) {
            throw GatehouseException.badRequest("repeated_parameter", name + " may be given once.");
        }
        String value = values.get(0);
        if (value.length() > MAX_VALUE_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
            throw GatehouseException.badRequest(
                    "invalid_parameter", name + " may have at most " + MAX_VALUE_LENGTH + " printable characters.");
        }
    }

    /** The value, empty when absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(parameters.getFirst(name));
    }

    /** @throws GatehouseException 400 when the value is no whole number within the bounds */
    public Optional<Integer> integer(String name, int min, int max) {
        return text(name).map(text -> {
            try {
                // Java also reads a sign and the digits of other scripts.
                boolean isPlain = text.chars().allMatch(c -> c >= '0' && c <= '9');
                int value = Integer.parseInt(text);
                if (isPlain && value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw outOfRange(name, min, max);
            }
            throw outOfRange(name, min, max);
        });
    }

    private static GatehouseException outOfRange(String name, int min, int max) {
        return GatehouseException.badRequest(
                "invalid_parameter", name + " must be a whole number from " + min + " to " + max + ".");
    }
}
