package io.gatehouse.platform;

import io.gatehouse.core.key.Peppers;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options of one server, {@code --spi-gatehouse--default--<name>}; an unknown name stops the server, so that a typing
 * error is not silently a default.
 *
 * @param peppers the pepper ring, empty when each realm keeps its own among its keys
 */
public record NodeOptions(Optional<Peppers> peppers) {
    /** Pepper ring: {@code id:base64,id:base64}, the active one first, each of at least 32 bytes. */
    public static final String PEPPERS = "peppers";

    /** Fewest bytes of a pepper. */
    public static final int MIN_PEPPER_BYTES = 32;

    private static final Set<String> NAMES = Set.of(PEPPERS, "enabled");

    /** Where the options come from. */
    public interface Source {
        /** The value of an option, null when it is not set. */
        @Nullable
        String get(String name);

        /** The names of the options that are set. */
        Set<String> names();
    }

    /** @throws IllegalArgumentException for an unknown name or a value out of bounds; the message says which */
    public static NodeOptions read(Source source) {
        Set<String> unknown = new TreeSet<>(source.names());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown options of spi-gatehouse--default: " + unknown);
        }
        return new NodeOptions(Optional.ofNullable(source.get(PEPPERS)).map(NodeOptions::peppers));
    }

    private static Peppers peppers(String text) {
        Map<String, byte[]> byId = new LinkedHashMap<>();
        String active = "";
        for (String item : text.split(",", -1)) {
            String[] parts = item.trim().split(":", 2);
            byte[] pepper =
                    parts.length == 2 && parts[0].matches("[A-Za-z0-9_-]{1,64}") ? decoded(parts[1]) : new byte[0];
            if (pepper.length < MIN_PEPPER_BYTES) {
                throw new IllegalArgumentException("spi-gatehouse--default--" + PEPPERS
                        + " must be id:base64 items separated by commas, each of at least " + MIN_PEPPER_BYTES
                        + " bytes");
            }
            active = active.isEmpty() ? parts[0] : active;
            byId.put(parts[0], pepper);
        }
        return new Peppers(active, byId);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
