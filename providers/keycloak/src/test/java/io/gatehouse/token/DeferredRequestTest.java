package io.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.token.ActorChain;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.LoginSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeferredRequestTest {
    private static final String AGENT = "agent_0123456789ab";

    @Test
    void requestIsReadAsItWasWritten() {
        DeferredRequest own = new DeferredRequest(
                AGENT,
                List.of("a", "b"),
                List.of("https://x.example"),
                60,
                "What for",
                List.of(Map.of("type", "payment", "amount", 5)),
                Map.of("jkt", "thumbprint"),
                "client_credentials",
                null);
        DeferredRequest plain =
                new DeferredRequest(AGENT, List.of("a"), List.of(), 300, null, List.of(), Map.of(), "json", null);

        assertThat(throughText(own)).isEqualTo(own);
        assertThat(throughText(plain)).isEqualTo(plain);
    }

    @Test
    void requestForAUserKeepsAllOfTheSubject() {
        DelegatedSubject subject = new DelegatedSubject(
                "user",
                new ActorChain(List.of("agent_ffffffffffff")),
                List.of("gh-1", "gh-2"),
                new LoginSession("session", true),
                1_800_000_000L,
                List.of("a"),
                true,
                "txn");
        DelegatedSubject first = new DelegatedSubject(
                "user", ActorChain.NONE, List.of("t"), new LoginSession("s", false), 5, null, false, null);

        assertThat(throughText(of(subject)).subject()).isEqualTo(subject);
        assertThat(throughText(of(first)).subject()).isEqualTo(first);
    }

    @Test
    void brokenRequestIsNone() {
        assertThatThrownBy(() -> DeferredRequest.read(Map.of("scope", List.of("a"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static DeferredRequest of(DelegatedSubject subject) {
        return new DeferredRequest(
                AGENT, List.of("a"), List.of(), 300, null, List.of(), Map.of(), "token_exchange", subject);
    }

    private static DeferredRequest throughText(DeferredRequest request) {
        return DeferredRequest.read(Json.readMap(Json.write(request.toMap())));
    }
}
