package io.gatehouse.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.key.ReporterKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The setting {@code leak_report_keys}: how it is read from a body and kept in the realm's attribute. */
public final class LeakReportKeys {
    /** Most keys: senders change theirs now and then, and the old and the new one hold for a while. */
    public static final int MAX_KEYS = 8;

    static final String ATTRIBUTE = RealmSettings.ATTRIBUTE_PREFIX + "leak_report_keys";

    private static final String NAME = "leak_report_keys";

    private LeakReportKeys() {}

    /** The keys in a body; what is wrong with them is noted in the fields. */
    static Optional<List<ReporterKey>> read(Fields fields) {
        JsonNode node = fields.member(NAME);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isArray() || node.size() > MAX_KEYS) {
            fields.reject(
                    NAME,
                    node.isArray() ? "too_many" : "wrong_type",
                    NAME + " must be an array of at most " + MAX_KEYS + " keys.");
            return Optional.empty();
        }
        List<ReporterKey> keys = new ArrayList<>();
        fields.items(NAME, "key", item -> readKey(item).ifPresent(keys::add));
        if (keys.stream().map(ReporterKey::id).distinct().count() < keys.size()) {
            fields.reject(NAME, "duplicate", "Each id may be there once.");
        }
        return Optional.of(keys);
    }

    private static Optional<ReporterKey> readKey(Fields item) {
        String id = item.requiredText("id", 1, ReporterKey.MAX_ID_LENGTH);
        JsonNode pem = item.member("key");
        if (pem == null || !pem.isTextual()) {
            item.reject("key", pem == null ? "required" : "wrong_type", "key must be the PEM of a public key.");
            return Optional.empty();
        }
        if (!id.isEmpty() && !ReporterKey.isId(id)) {
            item.reject("id", "invalid_value", "id may have letters, digits, and -_. between them.");
        }
        ReporterKey key = new ReporterKey(id, pem.textValue());
        if (ReporterKey.isId(id) && !key.isUsable()) {
            item.reject("key", "invalid_key", "key must be the PEM (BEGIN PUBLIC KEY) of a public key on P-256.");
        }
        return Optional.of(key);
    }

    /** The attribute's text: an object of PEMs by id. */
    static String attribute(List<ReporterKey> keys) {
        Map<String, String> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.id(), key.pem()));
        return Json.write(byId);
    }

    /** The keys in an attribute; what somebody edited into nonsense is left out. */
    static List<ReporterKey> ofAttribute(@Nullable String text) {
        try {
            return Json.readMap(text).entrySet().stream()
                    .filter(entry -> ReporterKey.isId(entry.getKey()) && entry.getValue() instanceof String)
                    .map(entry -> new ReporterKey(entry.getKey(), (String) entry.getValue()))
                    .limit(MAX_KEYS)
                    .toList();
        } catch (IllegalStateException e) {
            return List.of();
        }
    }
}
