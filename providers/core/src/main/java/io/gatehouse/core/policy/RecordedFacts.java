package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Facts as they are kept with a decision that was recorded, so that it can be asked again: a JSON object without what is not
 * known. Read back they are equal. Thread-safe: no state.
 */
public final class RecordedFacts {
    /** Longest text of facts that is kept, in characters; a decision of longer ones cannot be asked again. */
    public static final int MAX_LENGTH = 16_384;

    /** What facts look like; another number is not read. */
    private static final int FORM = 1;

    private RecordedFacts() {}

    /** The facts as JSON; empty when that is longer than {@value #MAX_LENGTH} characters. */
    public static Optional<String> write(Facts facts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", FORM).put("at", facts.nowMs());
        put(json, "texts", texts(facts));
        put(json, "scope", facts.scopes());
        put(json, "target", facts.targets());
        if (facts.ttlSeconds() != 0) {
            json.put("ttl", facts.ttlSeconds());
        }
        if (facts.chainDepth() != 0) {
            json.put("chain_depth", facts.chainDepth());
        }
        Optional.ofNullable(facts.intent()).ifPresent(intent -> json.put("intent", intent));
        Optional.ofNullable(facts.ip()).ifPresent(ip -> json.put("ip", ip.toString()));
        Optional.ofNullable(facts.keyId()).ifPresent(key -> json.put("key", key));
        put(json, "metadata", new TreeMap<>(facts.metadata()));
        String text = json.toString();
        return text.length() > MAX_LENGTH ? Optional.empty() : Optional.of(text);
    }

    /** The facts that {@link #write} wrote; empty for JSON of any other form. */
    public static Optional<Facts> read(JsonNode json) {
        if (json.path("v").asInt() != FORM || !json.path("at").isIntegralNumber()) {
            return Optional.empty();
        }
        Facts.Builder facts = Facts.at(json.path("at").asLong());
        map(json.path("texts"))
                .forEach((name, value) -> Attribute.of(name).ifPresent(attribute -> facts.text(attribute, value)));
        String ip = json.path("ip").asText();
        return Optional.of(facts.scopes(list(json.path("scope")))
                .targets(list(json.path("target")))
                .ttlSeconds(json.path("ttl").asLong())
                .intent(json.path("intent").textValue())
                .ip(ip.isEmpty() ? null : IpAddress.parse(ip).orElse(null))
                .chainDepth(json.path("chain_depth").asInt())
                .keyId(json.path("key").textValue())
                .metadata(map(json.path("metadata")))
                .build());
    }

    private static Map<String, String> texts(Facts facts) {
        Map<String, String> texts = new TreeMap<>();
        facts.texts().forEach((attribute, value) -> texts.put(attribute.text(), value));
        return texts;
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(json.putArray(name)::add);
        }
    }

    private static void put(ObjectNode json, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            values.forEach(json.putObject(name)::put);
        }
    }

    private static List<String> list(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> values = new HashMap<>();
        object.properties()
                .forEach(member -> values.put(member.getKey(), member.getValue().asText()));
        return values;
    }
}
