package io.gatehouse.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396 section 2) on objects that are read as plain maps. Its result never holds null by the patch. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * The object after the patch; neither argument is changed.
     *
     * @param target the object as it is
     * @param patch members to set; null removes a member, an object is merged into the member, anything else replaces it
     */
    public static Map<String, Object> apply(Map<String, Object> target, Map<String, Object> patch) {
        return merge(target, patch);
    }

    private static Map<String, Object> merge(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> put(merged, name, value));
        patch.forEach((name, value) -> {
            if (value == null) {
                merged.remove(String.valueOf(name));
            } else if (value instanceof Map<?, ?> inner) {
                Object before = target.get(name);
                put(merged, name, merge(before instanceof Map<?, ?> object ? object : Map.of(), inner));
            } else {
                put(merged, name, value);
            }
        });
        return merged;
    }

    /** JSON null is a value of the target that a patch leaves alone. */
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> object, @Nullable Object name, @Nullable Object value) {
        object.put(String.valueOf(name), value);
    }
}
