package io.gatehouse.core.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Rules out of JSON, written with {@code '} for {@code "}. */
final class Rules {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Rules() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static RuleReader.Reading read(String text) {
        return RuleReader.read(json(text));
    }

    static Policy policy(String id, int priority, String rules) {
        RuleReader.Reading reading = read(rules);
        if (!reading.faults().isEmpty()) {
            throw new IllegalArgumentException(reading.faults().toString());
        }
        return new Policy(id, 1, priority, reading.rules());
    }

    static PolicySet allowing(Policy... policies) {
        return PolicySet.of(List.of(policies), Effect.ALLOW);
    }
}
