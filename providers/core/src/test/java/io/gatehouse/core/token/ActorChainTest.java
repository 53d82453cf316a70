package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActorChainTest {
    private static final String ISSUER = "https://id.example.com/realms/demo";

    @Test
    void nobodyActsWithoutTheClaim() {
        assertThat(ActorChain.of(null, ISSUER)).isEqualTo(ActorChain.NONE);
        assertThat(ActorChain.NONE.toClaim(ISSUER)).isNull();
    }

    @Test
    void newestActorIsOutermost() {
        ActorChain chain = ActorChain.NONE
                .handedOnTo("agent_a")
                .flatMap(one -> one.handedOnTo("agent_b"))
                .orElseThrow();

        assertThat(chain.agents()).containsExactly("agent_b", "agent_a");
        assertThat(chain.toClaim(ISSUER))
                .isEqualTo(Map.of(
                        "iss",
                        ISSUER,
                        "sub",
                        "agent_b",
                        "sub_profile",
                        "ai_agent",
                        "act",
                        Map.of("iss", ISSUER, "sub", "agent_a", "sub_profile", "ai_agent")));
    }

    @Test
    void claimReadsBackAlike() {
        ActorChain chain = new ActorChain(List.of("d", "c", "b", "a"));

        assertThat(ActorChain.of(chain.toClaim(ISSUER), ISSUER)).isEqualTo(chain);
    }

    @Test
    void fifthActorIsRefusedNotCut() {
        ActorChain chain = new ActorChain(List.of("d", "c", "b", "a"));

        assertThat(chain.handedOnTo("e")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new ActorChain(List.of("e", "d", "c", "b", "a")));
        Map<String, Object> five = Map.of("iss", ISSUER, "sub", "e", "act", String.valueOf(chain));
        assertThatIllegalArgumentException().isThrownBy(() -> ActorChain.of(five, ISSUER));
        Map<String, Object> nested =
                Map.of("iss", ISSUER, "sub", "e", "act", java.util.Objects.requireNonNull(chain.toClaim(ISSUER)));
        assertThatIllegalArgumentException().isThrownBy(() -> ActorChain.of(nested, ISSUER));
    }

    static Stream<Map<String, Object>> foreign() {
        return Stream.of(
                Map.of("sub", "a"),
                Map.of("iss", "https://elsewhere.example", "sub", "a"),
                Map.of("iss", ISSUER),
                Map.of("iss", ISSUER, "sub", 1),
                Map.of("iss", ISSUER, "sub", "a", "act", "b"),
                Map.of("iss", ISSUER, "sub", "a", "act", Map.of("sub", "b")));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void claimOfAnotherShapeOrIssuerIsNoChain(Map<String, Object> act) {
        assertThatIllegalArgumentException().isThrownBy(() -> ActorChain.of(act, ISSUER));
    }
}
