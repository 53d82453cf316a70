package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.core.policy.RecordedFacts;
import io.gatehouse.event.RecordedDecision;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts how past decisions would change. Throttles are not counted again: what a throttle lets through is {@code throttle}, however
 * often it was asked. Not thread-safe.
 */
final class ReplayTally {
    /** Most changed decisions that are named: the newest. */
    static final int MAX_EXAMPLES = 100;

    /** What can be kept of facts comes in no more bytes than this. */
    private static final int MAX_FACTS_BYTES = 4 * RecordedFacts.MAX_LENGTH;

    private long done;
    private long skipped;
    private final Map<Flip, Long> flips = new TreeMap<>();
    private final Deque<Example> examples = new ArrayDeque<>();

    /** From one effect to another. */
    record Flip(String before, String after) implements Comparable<Flip> {
        @Override
        public int compareTo(Flip other) {
            int order = before.compareTo(other.before);
            return order == 0 ? after.compareTo(other.after) : order;
        }
    }

    /**
     * A decision that would change.
     *
     * @param decision its id; null for an event that somebody else wrote
     * @param seq of its event; null when that has no place yet
     * @param policyId the policy that would decide; null when it is the default
     */
    record Example(
            @Nullable String decision,
            @Nullable Long seq,
            long atMs,
            @Nullable String agentId,
            Flip flip,
            @Nullable String policyId,
            @Nullable String ruleId) {}

    /** Asks a decision again; one whose facts are not known is passed over. */
    void add(RecordedDecision recorded, PolicySet policies) {
        done++;
        Optional<Facts> facts = facts(recorded);
        Optional<String> before = before(recorded);
        if (facts.isEmpty() || before.isEmpty()) {
            skipped++;
            return;
        }
        Decision after = policies.decide(facts.get());
        if (!after.effect().text().equals(before.get())) {
            Flip flip = new Flip(before.get(), after.effect().text());
            long ignored = flips.merge(flip, 1L, Long::sum);
            PlacedRule placed = after.rule();
            add(new Example(
                    recorded.decisionId(),
                    recorded.seq(),
                    recorded.occurredAtMs(),
                    recorded.agentId(),
                    flip,
                    placed == null ? null : placed.policy().id(),
                    placed == null ? null : placed.rule().id()));
        }
    }

    /** Counts a decision that policies in shadow mode would have changed, if this one of them would have decided. */
    void addShadowed(RecordedDecision recorded, String policyId) {
        Optional<String> before = before(recorded);
        if (before.isPresent()
                && recorded.data().get("shadow_policy") instanceof Map<?, ?> shadow
                && policyId.equals(shadow.get("policy_id"))) {
            Flip flip = new Flip(before.get(), String.valueOf(shadow.get("effect")));
            long ignored = flips.merge(flip, 1L, Long::sum);
            add(new Example(
                    recorded.decisionId(),
                    recorded.seq(),
                    recorded.occurredAtMs(),
                    recorded.agentId(),
                    flip,
                    policyId,
                    shadow.get("rule_id") instanceof String rule ? rule : null));
        }
    }

    private void add(Example example) {
        examples.addFirst(example);
        if (examples.size() > MAX_EXAMPLES) {
            examples.removeLast();
        }
    }

    /** What policies were told of a decision; empty when that was not kept or cannot be read. */
    static Optional<Facts> facts(RecordedDecision recorded) {
        String text = recorded.facts();
        if (text == null) {
            return Optional.empty();
        }
        try {
            return RecordedFacts.read(Json.readTree(text.getBytes(StandardCharsets.UTF_8), MAX_FACTS_BYTES));
        } catch (GatehouseException e) {
            return Optional.empty();
        }
    }

    /** What policies decided then; empty for an event without a decision. */
    static Optional<String> before(RecordedDecision recorded) {
        return recorded.data().get("policy") instanceof Map<?, ?> policy
                        && policy.get("effect") instanceof String effect
                ? Optional.of(effect)
                : Optional.ofNullable(recorded.decision());
    }

    /** How many decisions were looked at. */
    long done() {
        return done;
    }

    /** How many of them could not be asked again. */
    long skipped() {
        return skipped;
    }

    /** How often which effect would become which. */
    Map<Flip, Long> flips() {
        return flips;
    }

    /** How many decisions would change. */
    long changed() {
        return flips.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Decisions that would change, the newest first. */
    List<Example> examples() {
        return new ArrayList<>(examples);
    }

    /** As it is kept between two batches. */
    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("done", done);
        json.put("skipped", skipped);
        json.put(
                "flips",
                flips.entrySet().stream()
                        .map(entry -> Map.of(
                                "before",
                                entry.getKey().before(),
                                "after",
                                entry.getKey().after(),
                                "count",
                                entry.getValue()))
                        .toList());
        json.put("examples", List.copyOf(examples));
        return Json.write(json);
    }

    /** Reads {@link #toJson}. */
    static ReplayTally ofJson(String text) {
        JsonNode json = Json.tree(Json.readMap(text));
        ReplayTally tally = new ReplayTally();
        tally.done = json.path("done").asLong();
        tally.skipped = json.path("skipped").asLong();
        json.path("flips")
                .forEach(one -> tally.flips.put(flip(one), one.path("count").asLong()));
        json.path("examples")
                .forEach(one -> tally.examples.addLast(new Example(
                        one.path("decision").textValue(),
                        one.path("seq").isNull() ? null : one.path("seq").asLong(),
                        one.path("at_ms").asLong(),
                        one.path("agent_id").textValue(),
                        flip(one.path("flip")),
                        one.path("policy_id").textValue(),
                        one.path("rule_id").textValue())));
        return tally;
    }

    private static Flip flip(JsonNode json) {
        return new Flip(json.path("before").asText(), json.path("after").asText());
    }
}
