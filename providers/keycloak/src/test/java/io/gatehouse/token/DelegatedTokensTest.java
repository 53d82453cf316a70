package io.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.token.ActorChain;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenClaimsBuilder;
import io.gatehouse.eligibility.DelegatedToken;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.LoginSession;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DelegatedTokensTest {
    private static final String ISSUER = "https://id.example.com/realms/demo";
    private static final String FIRST = AgentTokenClaims.tokenId(Entropy.uuid(1_000));

    @Test
    void eachAgentIsAskedWithTheMomentOfItsOwnHop() {
        Optional<DelegatedToken> read = DelegatedTokens.read(claims("agent_b", "agent_b", "agent_a")
                .parents(List.of(FIRST, "onrtac:root"))
                .build());

        assertThat(read)
                .contains(new DelegatedToken(
                        "alice",
                        List.of(new DelegatedToken.Hop("agent_b", 2_000), new DelegatedToken.Hop("agent_a", 1_000)),
                        List.of(FIRST, "onrtac:root"),
                        new LoginSession("session-1", true)));
    }

    @Test
    void tokenOfItsOwnIsNotDelegated() {
        assertThat(DelegatedTokens.read(claims("agent_b").act(null).build())).isEmpty();
    }

    @Test
    void claimsThatContradictEachOtherAreNoDelegation() {
        assertThat(DelegatedTokens.read(claims("agent_b", "agent_b", "agent_a")
                        .parents(List.of("onrtac:root"))
                        .build()))
                .isEmpty();
        assertThat(DelegatedTokens.read(claims("agent_b", "agent_c")
                        .parents(List.of("onrtac:root"))
                        .build()))
                .isEmpty();
        assertThat(DelegatedTokens.read(claims("agent_b", "agent_b", "agent_a")
                        .parents(List.of("onrtac:other", "onrtac:root"))
                        .build()))
                .isEmpty();
        assertThat(DelegatedTokens.read(claims("agent_b", "agent_b")
                        .parents(List.of("onrtac:root"))
                        .login(null)
                        .build()))
                .isEmpty();
    }

    private static AgentTokenClaimsBuilder claims(String clientId, String... agents) {
        return AgentTokenClaims.builder()
                .issuer(ISSUER)
                .subject("alice")
                .clientId(clientId)
                .audience(List.of(ISSUER))
                .issuedAtSeconds(2)
                .expiresAtSeconds(60)
                .tokenId(AgentTokenClaims.tokenId(Entropy.uuid(2_000)))
                .transactionId("txn-1")
                .act(new ActorChain(List.of(agents)).toClaim(ISSUER))
                .login("offline:session-1");
    }
}
