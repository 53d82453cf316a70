package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is refused for want of a token finds out where to get one (RFC 9728). */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceMetadataIT {
    private static final Pattern CHALLENGE = Pattern.compile("Bearer resource_metadata=\"([^\"]+)\"");

    private Gatehouse gatehouse;
    private RealmCalls calls;

    @BeforeAll
    void prepare(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
    }

    private String wellKnown(String realm) {
        return "/.well-known/oauth-protected-resource/realms/" + realm + "/gatehouse/v1";
    }

    @Test
    void refusalLeadsToTheRealmThatGivesTokens() {
        String challenge = calls.v1("GET", "/agents")
                .send()
                .expect(401)
                .header("WWW-Authenticate")
                .orElseThrow();
        Matcher found = CHALLENGE.matcher(challenge);
        assertThat(found.matches()).as(challenge).isTrue();

        Answer answer = gatehouse.http().get(found.group(1)).send().expect(200);

        JsonNode metadata = answer.json();
        String issuer = calls.realm().issuer();
        assertThat(metadata.path("resource").asText()).isEqualTo(issuer + "/gatehouse/v1");
        assertThat(metadata.path("authorization_servers")).hasToString("[\"" + issuer + "\"]");
        assertThat(metadata.path("bearer_methods_supported")).hasToString("[\"header\"]");
        assertThat(metadata.path("dpop_signing_alg_values_supported")).hasToString("[\"EdDSA\",\"Ed25519\",\"ES256\"]");
        assertThat(StreamSupport.stream(metadata.path("scopes_supported").spliterator(), false)
                        .map(JsonNode::asText))
                .contains("agents:read", "tokens:issue", "gatehouse:*");
        JsonNode server = gatehouse
                .http()
                .get(calls.realm().path("/.well-known/oauth-authorization-server"))
                .send()
                .expect(200)
                .json();
        assertThat(server.path("issuer").asText()).isEqualTo(issuer);
        assertThat(server.path("protected_resources")).hasToString("[\"" + issuer + "/gatehouse/v1\"]");
    }

    @Test
    void pagesOfOtherOriginsMayReadIt() {
        Answer answer = gatehouse
                .http()
                .request("GET", wellKnown(calls.realm().name()))
                .header("Origin", "https://app.example.com")
                .send()
                .expect(200);

        assertThat(answer.header("Access-Control-Allow-Origin")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-realm", "%2e%2e", "demo%00"})
    void realmThatIsNotThereHasNone(String realm) {
        assertThat(gatehouse.http().request("GET", wellKnown(realm)).send().status())
                .isIn(400, 404);
    }

    @Test
    void proxysCheckIsAboutAnotherService() {
        assertThat(calls.v1("GET", "/api-keys/forward-auth?scope=orders.read")
                        .send()
                        .expect(401)
                        .header("WWW-Authenticate"))
                .hasValue("Bearer");
    }
}
