package io.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.core.policy.RecordedFacts;
import io.gatehouse.event.RecordedDecision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTallyTest {
    private static final String DENY_WRITE =
            "[{\"id\":\"w\",\"effect\":\"deny\",\"when\":{\"scope\":\"orders.write\"}}]";
    private static final String DENY_ALL = "[{\"effect\":\"deny\"}]";
    private static final RealmPolicies NO_POLICIES = RealmPolicies.of(List.of(), List.of());

    private final PolicySet asked = new ReplayDraft(null, 100, true, DENY_WRITE).among(NO_POLICIES, Effect.ALLOW);
    private final ReplayTally tally = new ReplayTally();

    @Test
    void decisionThatChangesIsCountedByKindAndNamed() {
        tally.add(decision(1, "allow", "orders.read"), asked);
        tally.add(decision(2, "allow", "orders.write"), asked);
        tally.add(decision(3, "deny", "orders.write"), asked);
        tally.add(decision(4, "deny", "orders.read"), asked);

        assertThat(tally.done()).isEqualTo(4);
        assertThat(tally.skipped()).isZero();
        assertThat(tally.flips())
                .isEqualTo(
                        Map.of(new ReplayTally.Flip("allow", "deny"), 1L, new ReplayTally.Flip("deny", "allow"), 1L));
        assertThat(tally.examples()).extracting(ReplayTally.Example::seq).containsExactly(4L, 2L);
        assertThat(tally.examples().get(0).ruleId()).isNull();
        assertThat(tally.examples().get(1).policyId()).isEqualTo(ReplayDraft.NAME);
        assertThat(tally.examples().get(1).ruleId()).isEqualTo("w");
    }

    @Test
    void effectOfTheRecordedPolicyCountsNotThatTheTokenWasIssued() {
        RecordedDecision throttled = new RecordedDecision(
                1L, 0, "a", "d", "allow", Map.of("policy", Map.of("effect", "throttle")), facts("orders.read"));

        tally.add(throttled, asked);

        assertThat(tally.flips()).containsOnlyKeys(new ReplayTally.Flip("throttle", "allow"));
    }

    @Test
    void decisionWithoutFactsIsPassedOver() {
        for (@Nullable String facts : new String[] {null, "", "{", "{\"v\":99}", "[]"}) {
            tally.add(new RecordedDecision(1L, 0, "a", "d", "allow", Map.of(), facts), asked);
        }
        tally.add(new RecordedDecision(1L, 0, "a", "d", null, Map.of(), facts("orders.write")), asked);

        assertThat(tally.done()).isEqualTo(6);
        assertThat(tally.skipped()).isEqualTo(6);
        assertThat(tally.flips()).isEmpty();
    }

    @Test
    void newestHundredAreNamedAndAllAreCounted() {
        for (int i = 0; i < ReplayTally.MAX_EXAMPLES + 1; i++) {
            tally.add(decision(i, "allow", "orders.write"), asked);
        }

        assertThat(tally.changed()).isEqualTo(ReplayTally.MAX_EXAMPLES + 1);
        assertThat(tally.examples()).hasSize(ReplayTally.MAX_EXAMPLES);
        assertThat(tally.examples().get(0).seq()).isEqualTo(ReplayTally.MAX_EXAMPLES);
        assertThat(tally.examples().get(ReplayTally.MAX_EXAMPLES - 1).seq()).isEqualTo(1);
    }

    @Test
    void tallyGoesOnWhereItWasKept() {
        tally.add(decision(1, "allow", "orders.write"), asked);
        tally.add(new RecordedDecision(null, 5, null, null, "deny", Map.of(), facts("orders.read")), asked);
        tally.add(new RecordedDecision(2L, 5, null, null, "deny", Map.of(), null), asked);

        ReplayTally again = ReplayTally.ofJson(tally.toJson());

        assertThat(again.toJson()).isEqualTo(tally.toJson());
        assertThat(again.examples()).isEqualTo(tally.examples());
        again.add(decision(3, "allow", "orders.write"), asked);
        assertThat(again.done()).isEqualTo(4);
        assertThat(again.flips()).containsEntry(new ReplayTally.Flip("allow", "deny"), 2L);
        assertThat(again.examples().get(0).seq()).isEqualTo(3);
    }

    @Test
    void draftStandsInPlaceOfThePolicyItNamesOrBesideAll() {
        RealmPolicies realm = RealmPolicies.of(List.of(denyAll("one", 1)), List.of());

        assertThat(effect(new ReplayDraft("one", 100, true, "[]").among(realm, Effect.ALLOW)))
                .isEqualTo(Effect.ALLOW);
        assertThat(effect(new ReplayDraft("one", 100, false, DENY_ALL).among(realm, Effect.ALLOW)))
                .isEqualTo(Effect.ALLOW);
        assertThat(effect(new ReplayDraft(null, 100, true, "[]").among(realm, Effect.ALLOW)))
                .isEqualTo(Effect.DENY);
        assertThat(effect(new ReplayDraft("one", 100, true, "[]").among(realm, Effect.DENY)))
                .isEqualTo(Effect.DENY);
        assertThat(effect(new ReplayDraft(null, 100, true, "[{\"effect\":\"?\"}]").among(NO_POLICIES, Effect.ALLOW)))
                .as("what somebody edited in the database denies")
                .isEqualTo(Effect.DENY);
    }

    @Test
    void draftIsKeptAsItIs() {
        for (ReplayDraft draft :
                List.of(new ReplayDraft(null, 0, true, DENY_WRITE), new ReplayDraft("one", 10_000, false, "[]"))) {
            assertThat(ReplayDraft.ofJson(draft.toJson())).isEqualTo(draft);
        }
    }

    @Test
    void fingerprintTellsPoliciesVersionsAndDefaultsApartAndNotTheirOrder() {
        Policy one = denyAll("one", 1);
        Policy two = denyAll("two", 1);
        String both = fingerprint(Effect.ALLOW, one, two);

        assertThat(fingerprint(Effect.ALLOW, two, one)).isEqualTo(both);
        assertThat(fingerprint(Effect.DENY, one, two)).isNotEqualTo(both);
        assertThat(fingerprint(Effect.ALLOW, one)).isNotEqualTo(both);
        assertThat(fingerprint(Effect.ALLOW, one, denyAll("two", 2))).isNotEqualTo(both);
        assertThat(ReplayDraft.fingerprint(RealmPolicies.of(List.of(one), List.of(two)), Effect.ALLOW))
                .as("policies in shadow mode are not asked")
                .isEqualTo(fingerprint(Effect.ALLOW, one));
    }

    private static String fingerprint(Effect defaultEffect, Policy... acting) {
        return ReplayDraft.fingerprint(RealmPolicies.of(List.of(acting), List.of()), defaultEffect);
    }

    private static Policy denyAll(String id, int version) {
        return Policy.unreadable(id, version);
    }

    private static Effect effect(PolicySet policies) {
        return policies.decide(Facts.at(0).scopes(List.of("s")).build()).effect();
    }

    private static RecordedDecision decision(long seq, String decision, String scope) {
        return new RecordedDecision(seq, seq * 1_000, "agent", "d" + seq, decision, Map.of(), facts(scope));
    }

    private static String facts(String scope) {
        return RecordedFacts.write(Facts.at(0)
                        .scopes(List.of(scope))
                        .targets(List.of("any"))
                        .build())
                .orElseThrow();
    }
}
