package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A paused agent is a disabled client everywhere but at our own grants, which tell it why (ADR 0010). */
@ExtendWith(GatehouseExtension.class)
class PausedAgentIT {
    private static final String SCOPE = "calendar.read";
    private static final String OWN_GRANT = "urn:gatehouse:params:oauth:grant-type:agent";

    private record Agent(String id, String secret) {}

    @ParameterizedTest
    @ValueSource(strings = {"client_credentials", OWN_GRANT})
    void pausedAgentIsToldThatItMayNotHaveTokens(String grant, TestRealm realm) {
        Agent agent = paused(realm);

        Answer answer = realm.token("grant_type", grant, "scope", SCOPE)
                .basic(agent.id(), agent.secret())
                .send();

        assertThat(answer.expect(400).text("error")).isEqualTo("unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_credentials", OWN_GRANT, Delegates.EXCHANGE})
    void wrongSecretOfAPausedAgentLearnsNothing(String grant, TestRealm realm) {
        Answer paused = realm.token("grant_type", grant)
                .basic(paused(realm).id(), "sk_live_wrong")
                .send();

        Answer unknown = realm.token("grant_type", grant)
                .basic("agent_000000000000", "sk_live_wrong")
                .send();
        assertThat(paused.expect(401).body()).isEqualTo(unknown.expect(401).body());
    }

    @ParameterizedTest
    @CsvSource({
        "/token, password",
        "/token, refresh_token",
        "/token, authorization_code",
        "/token, urn:ietf:params:oauth:grant-type:device_code",
        "/token, urn:openid:params:grant-type:ciba",
        "/token/introspect, client_credentials",
        "/revoke, client_credentials",
        "/auth/device, client_credentials",
        "/ext/par/request, client_credentials",
        "/ext/ciba/auth, client_credentials",
    })
    void pausedAgentIsLikeAnUnknownClientElsewhere(
            String endpoint, String grant, Gatehouse gatehouse, TestRealm realm) {
        StockEndpoints stock = new StockEndpoints(gatehouse, realm);
        Agent agent = paused(realm);
        String[] form = {"grant_type", grant, "token", "unknown", "scope", SCOPE};

        Answer paused =
                stock.form(endpoint, form).basic(agent.id(), agent.secret()).send();

        Answer unknown = stock.form(endpoint, form)
                .basic("agent_000000000000", agent.secret())
                .send();
        assertThat(paused.expect(401).body()).isEqualTo(unknown.expect(401).body());
    }

    /** Which grants enable the client is read from the form, where a name can stand twice. */
    @Test
    void secondGrantTypeDoesNotEnableAPausedAgent(TestRealm realm) {
        Agent agent = paused(realm);

        Answer answer = realm.token("grant_type", "client_credentials", "grant_type", "password")
                .basic(agent.id(), agent.secret())
                .send();

        assertThat(answer.expect(400).text("error")).isEqualTo("invalid_request");
    }

    private static Agent paused(TestRealm realm) {
        Answer agent = realm.admin("POST", "/gatehouse/agents")
                .json(Map.of("name", "bot", "owner", "team", "scopes", List.of(SCOPE), "credential", "secret"))
                .send()
                .expect(201);
        realm.admin("POST", "/gatehouse/agents/" + agent.text("id") + "/pause")
                .send()
                .expect(200);
        return new Agent(agent.text("id"), agent.text("secret_key"));
    }
}
