package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes the jar away from a server that has agents and keys, and puts it back. */
@Tag("own-server")
class JarRemovedIT {
    private static final String SCOPE = "calendar.read";

    private final Path home = Built.serverHome("jar-removed");

    /** The same for every start: a token's issuer has the port in it. */
    private final Ports ports = Ports.free();

    /** What a program holds while the jar comes and goes. */
    private record Held(String agentId, String agentSecret, String agentToken, String keyId, String key) {}

    @Test
    void stockFlowsWorkWithoutTheJarAndAgentsAreBackWithIt() {
        Folders.delete(home);
        Held held = StockServers.on(
                describe().provider(Built.jar()).importRealm(Built.demoRealm()), JarRemovedIT::createAgentAndKey);

        Map<String, String> removed = StockServers.on(describe(), gatehouse -> {
            refusesWhatIsOurs(gatehouse, held);
            return new StockFlows(gatehouse).run();
        });
        // The administrators' page of the client flow misses our authenticator (the guide says what helps); nothing
        // else does.
        assertThat(StockServers.differences(StockServers.withoutJar(), removed))
                .allSatisfy(difference -> assertThat(difference).startsWith("client flow."));

        Answer token = StockServers.on(describe().provider(Built.jar()), gatehouse -> worksAgain(gatehouse, held));
        assertThat(token.status()).isEqualTo(200);
    }

    private KeycloakServerBuilder describe() {
        return KeycloakServer.from(Built.distribution())
                .home(home)
                .ports(ports)
                .database(Database.h2File())
                .quickStart();
    }

    private static Held createAgentAndKey(Gatehouse gatehouse) {
        TestRealm realm = gatehouse.realm("demo");
        Answer agent = realm.admin("POST", "/gatehouse/agents")
                .json(Map.of("name", "bot", "owner", "team", "scopes", List.of(SCOPE), "credential", "secret"))
                .send()
                .expect(201);
        Answer key = realm.admin("POST", "/gatehouse/api-keys")
                .json(Map.of("name", "key", "scopes", List.of(SCOPE)))
                .send()
                .expect(201);
        String id = agent.text("id");
        String secret = agent.text("secret_key");
        String token = agentToken(realm, id, secret).send().expect(200).text("access_token");
        Held held = new Held(id, secret, token, key.text("id"), key.text("key"));
        verifyKey(realm, held);
        return held;
    }

    private static void refusesWhatIsOurs(Gatehouse gatehouse, Held held) {
        TestRealm realm = gatehouse.realm("demo");
        gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/v1/agents"))
                .send()
                .expect(404);
        Answer refused = agentToken(realm, held.agentId(), held.agentSecret()).send();
        assertThat(refused.expect(401).text("error")).isEqualTo("invalid_client");
        Answer introspected = new StockEndpoints(gatehouse, realm).introspect(held.agentToken());
        assertThat(introspected.expect(200).body()).isEqualTo("{\"active\":false}");
    }

    private static Answer worksAgain(Gatehouse gatehouse, Held held) {
        TestRealm realm = gatehouse.realm("demo");
        Answer token = gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/tokens/verify"))
                .json(Map.of("token", held.agentToken()))
                .send();
        assertThat(token.expect(200).text("valid")).isEqualTo("true");
        // Uses are written down every ten seconds, and when the server stops.
        Answer key = realm.admin("GET", "/gatehouse/api-keys/" + held.keyId()).send();
        assertThat(key.expect(200).text("use_count")).isEqualTo("1");
        verifyKey(realm, held);
        return agentToken(realm, held.agentId(), held.agentSecret()).send();
    }

    private static void verifyKey(TestRealm realm, Held held) {
        Answer key = realm.admin("POST", "/gatehouse/api-keys/verify")
                .json(Map.of("key", held.key()))
                .send();
        assertThat(key.expect(200).text("valid")).isEqualTo("true");
    }

    private static Request agentToken(TestRealm realm, String id, String secret) {
        return realm.token("grant_type", "client_credentials", "scope", SCOPE).basic(id, secret);
    }
}
