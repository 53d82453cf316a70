package io.gatehouse.policy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy that past decisions are asked again with, as if it acted, whatever its mode: beside the realm's policies that act, or in
 * place of one of them.
 *
 * @param id the policy of the realm that it replaces; null when it is added
 * @param priority its priority
 * @param isActive false for what would be without the policy that it replaces
 * @param rules its rules as JSON, found good
 */
record ReplayDraft(@Nullable String id, int priority, boolean isActive, String rules) {
    /** Stands for the draft among policies that have an id. */
    static final String NAME = "draft";

    /** What a stored policy says, as if it were active and acted. */
    static ReplayDraft of(StoredPolicy policy) {
        return new ReplayDraft(
                policy.id(), policy.content().priority(), true, policy.content().rules());
    }

    /** All policies that would act with it. */
    PolicySet among(RealmPolicies realm, Effect defaultEffect) {
        List<Policy> asked = new ArrayList<>();
        realm.acting().stream().filter(one -> !one.id().equals(id)).forEach(asked::add);
        if (isActive) {
            asked.add(policy());
        }
        return PolicySet.of(asked, defaultEffect);
    }

    private Policy policy() {
        String name = id == null ? NAME : id;
        RuleReader.Reading reading =
                RuleReader.read(Json.readTree(rules.getBytes(StandardCharsets.UTF_8), PolicyState.MAX_RULES_BYTES));
        return reading.faults().isEmpty() ? new Policy(name, 0, priority, reading.rules()) : Policy.unreadable(name, 0);
    }

    /** A text that is another when other policies of the realm act, or its default is another. */
    static String fingerprint(RealmPolicies realm, Effect defaultEffect) {
        StringBuilder text = new StringBuilder(defaultEffect.text());
        realm.acting().stream()
                .map(one -> " " + one.id() + ":" + one.version())
                .sorted()
                .forEach(text::append);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As it is kept. */
    String toJson() {
        return Json.object()
                .put("id", id)
                .put("priority", priority)
                .put("is_active", isActive)
                .put("rules", rules)
                .toString();
    }

    /** Reads {@link #toJson}. */
    static ReplayDraft ofJson(String json) {
        Map<String, Object> members = Json.readMap(json);
        return new ReplayDraft(
                (String) members.get("id"),
                ((Number) members.getOrDefault("priority", Policy.DEFAULT_PRIORITY)).intValue(),
                Boolean.TRUE.equals(members.get("is_active")),
                String.valueOf(members.get("rules")));
    }
}
