package io.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.GatehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyThrottlesTest {
    private static final String REALM = "realm";
    private static final int PARALLEL = 64;

    private final PolicyThrottles throttles = new PolicyThrottles();

    @Test
    void limitIsExactWhenManyComeAtOnce() throws Exception {
        PolicySet policies = throttle("agent", 100);
        Facts facts = facts("a", "read", "any");
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    int let = 0;
                    for (int j = 0; j < 20; j++) {
                        let += isLet(policies, facts) ? 1 : 0;
                    }
                    return let;
                }));
            }
            start.countDown();
            int let = 0;
            for (Future<Integer> one : all) {
                let += one.get();
            }

            assertThat(let).isEqualTo(100);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoIsRefusedIsToldWhenToComeAgain() {
        PolicySet policies = throttle("agent", 1);
        assertThat(isLet(policies, facts("a", "read", "any"))).isTrue();

        assertThatThrownBy(() -> take(policies, facts("a", "read", "any")))
                .isInstanceOfSatisfying(GatehouseException.class, e -> {
                    assertThat(e.status()).isEqualTo(429);
                    assertThat(e.detail()).isEqualTo("A policy of the realm allows this 1 times in 86400 seconds.");
                    assertThat(Integer.parseInt(String.valueOf(e.headers().get("Retry-After"))))
                            .isBetween(86_300, 86_400);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "owner", "scope", "target", "key"})
    void eachHasACountOfItsOwn(String per) {
        PolicySet policies = throttle(per, 1);

        assertThat(isLet(policies, facts("a", "read", "t"))).isTrue();
        assertThat(isLet(policies, facts("a", "read", "t"))).isFalse();
        assertThat(isLet(policies, facts("b", "write", "u"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "owner", "scope", "target", "key"})
    void leavingOutWhatIsCountedIsCountedToo(String per) {
        PolicySet policies = throttle(per, 1);
        Facts nothing = Facts.at(0).build();

        assertThat(isLet(policies, nothing)).isTrue();
        assertThat(isLet(policies, nothing)).isFalse();
    }

    @Test
    void allCountsAreTakenFromOrNone() {
        PolicySet policies = throttle("scope", 1);
        Facts both = Facts.at(0).scopes(List.of("read", "write")).build();
        assertThat(isLet(policies, facts("a", "write", "t"))).isTrue();

        assertThat(isLet(policies, both)).isFalse();
        assertThat(isLet(policies, facts("a", "read", "t"))).isTrue();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndNeverMoreThanTheLimit() {
        PolicySet policies = throttle("agent", 1);
        Facts facts = facts("a", "read", "t");
        assertThat(isLet(policies, facts)).isTrue();

        throttles.giveBack(REALM, policies.decide(facts), facts);
        throttles.giveBack(REALM, policies.decide(facts), facts);

        assertThat(isLet(policies, facts)).isTrue();
        assertThat(isLet(policies, facts)).isFalse();
    }

    @Test
    void realmsPoliciesRulesAndLimitsAreCountedApart() {
        PolicySet policies = throttle("agent", 1);
        Facts facts = facts("a", "read", "t");
        assertThat(isLet(policies, facts)).isTrue();

        assertThatCode(() -> throttles.take("other realm", policies.decide(facts), facts))
                .doesNotThrowAnyException();
        assertThat(isLet(throttle("agent", 2), facts)).isTrue();
    }

    @Test
    void rulesThatOnlyAllowCountNothing() {
        PolicySet policies = policies("[{\"effect\":\"allow\"}]");

        for (int i = 0; i < 3; i++) {
            assertThat(isLet(policies, facts("a", "read", "t"))).isTrue();
        }
    }

    private boolean isLet(PolicySet policies, Facts facts) {
        try {
            take(policies, facts);
            return true;
        } catch (GatehouseException e) {
            assertThat(e.status()).isEqualTo(429);
            return false;
        }
    }

    private void take(PolicySet policies, Facts facts) {
        throttles.take(REALM, policies.decide(facts), facts);
    }

    private static Facts facts(String who, String scope, String target) {
        return Facts.at(0)
                .text(Attribute.AGENT, who)
                .text(Attribute.OWNER, "user:" + who)
                .keyId("key " + who)
                .scopes(List.of(scope))
                .targets(List.of(target))
                .build();
    }

    /** A throttle of a day, in which next to nothing comes back while a test runs. */
    private static PolicySet throttle(String per, int limit) {
        return policies(
                "[{\"effect\":\"throttle\",\"throttle\":{\"limit\":%d,\"window_seconds\":86400,\"per\":\"%s\"}}]"
                        .formatted(limit, per));
    }

    private static PolicySet policies(String rules) {
        try {
            RuleReader.Reading reading = RuleReader.read(new ObjectMapper().readTree(rules));
            assertThat(reading.faults()).isEmpty();
            return PolicySet.of(List.of(new Policy("p", 1, 100, reading.rules())), Effect.ALLOW);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
