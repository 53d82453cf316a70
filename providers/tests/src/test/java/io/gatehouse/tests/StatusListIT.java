package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status lists (draft-ietf-oauth-status-list): every token has its place in one, and what ends a token shows there at once. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusListIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private KeyRealm keys;
    private Agent agent;

    @BeforeAll
    void prepare(Gatehouse server, TestRealm fresh) {
        gatehouse = server;
        realm = fresh;
        calls = new RealmCalls(server, fresh);
        keys = new KeyRealm(server, fresh);
        agent = calls.agent();
    }

    private StatusList list(String token) {
        return StatusList.of(gatehouse.http(), realm, token);
    }

    private boolean isRevoked(String token) {
        return list(token).isRevoked(token);
    }

    private Request get(String token) {
        return gatehouse.http().request("GET", StatusList.path(token));
    }

    private String exchanged(String key) {
        return new KeyExchanges(keys).token(key);
    }

    @Nested
    class Ends {
        @Test
        void revokedTokenIsShownByTheNextFetchAndItsNeighboursAreNot() {
            String kept = calls.token(agent.id());
            String token = calls.token(agent.id());
            assertThat(isRevoked(token)).isFalse();

            calls.admin("POST", "/tokens/revoke")
                    .json(Map.of("token", token))
                    .send()
                    .expect(200);

            assertThat(isRevoked(token)).isTrue();
            assertThat(isRevoked(kept)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"pause", "revoke"})
        void stoppedAgentsTokensAreShownAndThoseOfOthersAreNot(String how) {
            Agent stopped = calls.agent();
            String longer = calls.token(stopped.id(), "ttl", 86_400);
            String token = calls.token(stopped.id());
            String other = calls.token(agent.id());
            assertThat(isRevoked(token) || isRevoked(longer)).isFalse();

            calls.admin("POST", "/agents/" + stopped.id() + "/" + how).send().expect(200);

            assertThat(isRevoked(token)).isTrue();
            assertThat(isRevoked(longer)).isTrue();
            assertThat(isRevoked(other)).isFalse();
        }

        @Test
        void pauseThatIsOverKeepsOldTokensDeadAndNewOnesAlive() {
            Agent paused = calls.agent();
            String old = calls.token(paused.id());
            calls.admin("POST", "/agents/" + paused.id() + "/pause").send().expect(200);
            calls.admin("POST", "/agents/" + paused.id() + "/resume").send().expect(200);

            String token = calls.token(paused.id());

            assertThat(isRevoked(old)).isTrue();
            assertThat(isRevoked(token)).isFalse();
        }

        @Test
        void realmsNotBeforeIsShown() {
            try (TestRealm other = gatehouse.freshRealm()) {
                RealmCalls there = new RealmCalls(gatehouse, other);
                String old = there.token(there.agent().id());
                long issuedAt = Jwt.parse(old).claims().path("iat").asLong();
                assertThat(StatusList.of(gatehouse.http(), other, old).isRevoked(old))
                        .isFalse();

                other.admin("PUT", "")
                        .json(Map.of("notBefore", issuedAt + 1))
                        .send()
                        .expect(204);
                assertThat(StatusList.of(gatehouse.http(), other, old).isRevoked(old))
                        .isTrue();

                other.admin("PUT", "")
                        .json(Map.of("notBefore", issuedAt - 1))
                        .send()
                        .expect(204);
                assertThat(StatusList.of(gatehouse.http(), other, old).isRevoked(old))
                        .isFalse();
            }
        }

        @Test
        void revokedKeysTokensAreShown() {
            JsonNode key = keys.key().json();
            String token = exchanged(key.path("key").asText());
            assertThat(isRevoked(token)).isFalse();

            calls.admin("DELETE", "/api-keys/" + key.path("id").asText()).send().expect(204);

            assertThat(isRevoked(token)).isTrue();
        }

        @Test
        void narrowedAndSwitchedOffKeysTokensAreShownAndARenamedKeysAreNot() {
            JsonNode key = keys.key("scopes", List.of("orders.read")).json();
            String path = "/api-keys/" + key.path("id").asText();
            String token = exchanged(key.path("key").asText());

            calls.admin("PATCH", path).json(Map.of("name", "Other")).send().expect(200);
            assertThat(isRevoked(token)).isFalse();

            calls.admin("PATCH", path)
                    .json(Map.of("scopes", List.of("orders.write")))
                    .send()
                    .expect(200);
            assertThat(isRevoked(token)).isTrue();

            String next = exchanged(key.path("key").asText());
            assertThat(isRevoked(next)).isFalse();
            calls.admin("PATCH", path).json(Map.of("is_active", false)).send().expect(200);
            assertThat(isRevoked(next)).isTrue();
        }

        @Test
        void disabledPersonsTokensAreShown() {
            Person person = keys.person();
            String key =
                    keys.key("owner", Map.of("type", "user", "id", person.id())).text("key");
            String token = exchanged(key);
            Agent owned = calls.agent("owner", Map.of("type", "user", "id", person.id()));
            String ofAgent = calls.token(owned.id());
            assertThat(isRevoked(token)).isFalse();

            keys.changeUser(person.id(), "enabled", false);

            assertThat(isRevoked(token)).isTrue();
            assertThat(isRevoked(ofAgent)).isTrue();
        }
    }

    @Nested
    class Places {
        @Test
        void everyTokenHasAPlaceOfItsOwnInAListOfItsRealm() {
            String root = realm.issuer() + "/gatehouse/v1/status-lists/";
            Set<JsonNode> places = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                JsonNode place = StatusList.place(calls.token(agent.id()));
                assertThat(place.path("uri").asText()).startsWith(root);
                assertThat(place.path("idx").asInt()).isBetween(0, 131_071);
                assertThat(places.add(place)).isTrue();
            }
            String ofKey = exchanged(keys.key().text("key"));
            assertThat(places.add(StatusList.place(ofKey))).isTrue();
        }

        @Test
        void otherRealmHasOtherListsAndDoesNotShowThisOnes() {
            try (TestRealm other = gatehouse.freshRealm()) {
                RealmCalls there = new RealmCalls(gatehouse, other);
                String token = there.token(there.agent().id());
                String number = StatusList.path(token).replaceAll(".*/", "");

                calls.v1("GET", "/status-lists/" + number).send().expect(404);
                there.v1("GET", "/status-lists/" + number).send().expect(200);
                assertThat(addresses(calls)).noneMatch(address -> address.endsWith("/" + number));
            }
        }
    }

    @Nested
    class Fetching {
        @Test
        void listSaysHowLongItMayBeUsed() {
            String token = calls.token(agent.id());

            StatusList list = list(token);

            JsonNode claims = list.jwt().claims();
            assertThat(list.jwt().header().path("typ").asText()).isEqualTo("statuslist+jwt");
            assertThat(list.jwt().header().path("alg").asText()).isEqualTo("EdDSA");
            assertThat(claims.path("ttl").asInt()).isEqualTo(15);
            assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                    .isEqualTo(300);
            assertThat(claims.at("/status_list/bits").asInt()).isEqualTo(1);
            assertThat(list.bytes()).hasSize(16_384);
            Answer answer = get(token).send().expect(200);
            assertThat(answer.header("Cache-Control")).contains("public, max-age=5");
            assertThat(answer.header("ETag")).isPresent();
        }

        @Test
        void unchangedListIsNotSentAgain() {
            Agent own = calls.agent();
            String token = calls.token(own.id());
            String etag = get(token).send().expect(200).header("ETag").orElseThrow();

            // Another test may have revoked something meanwhile; then the list is a new one, and the next is not.
            for (int i = 0; i < 10; i++) {
                Answer again = get(token).header("If-None-Match", etag).send().expect(200, 304);
                if (again.status() == 304) {
                    assertThat(again.body()).isEmpty();
                    break;
                }
                etag = again.header("ETag").orElseThrow();
                assertThat(i).isLessThan(9);
            }
            get(token).header("If-None-Match", "\"other\"").send().expect(200);
            calls.admin("POST", "/tokens/revoke")
                    .json(Map.of("token", token))
                    .send()
                    .expect(200);
            get(token).header("If-None-Match", etag).send().expect(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/statuslist+jwt", "*/*", "application/*", "text/html, */*;q=0.1"})
        void whoAcceptsAJwtGetsIt(String accept) {
            get(calls.token(agent.id())).header("Accept", accept).send().expect(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/statuslist+cwt", "application/json", "text/*"})
        void whoAcceptsNoJwtIsToldSo(String accept) {
            Answer answer =
                    get(calls.token(agent.id())).header("Accept", accept).send().expect(406);
            assertThat(answer.text("code")).isEqualTo("not_acceptable");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "9007199254740991", "9007199254740992", "01", "x", "-1"})
        void listThatIsNotThereIsNotFound(String number) {
            calls.v1("GET", "/status-lists/" + number).send().expect(404);
        }

        @Test
        void listOfListsHasEveryList() {
            String token = calls.token(agent.id());
            String longer = calls.token(agent.id(), "ttl", 86_400);

            assertThat(addresses(calls))
                    .contains(
                            StatusList.place(token).path("uri").asText(),
                            StatusList.place(longer).path("uri").asText())
                    .doesNotHaveDuplicates();
            assertThat(list(token)
                            .jwt()
                            .claims()
                            .at("/status_list/aggregation_uri")
                            .asText())
                    .isEqualTo(realm.issuer() + "/gatehouse/v1/status-lists");
        }

        @ParameterizedTest
        @ValueSource(strings = {"openid-configuration", "oauth-authorization-server"})
        void metadataNamesTheListOfLists(String document) {
            JsonNode metadata = gatehouse
                    .http()
                    .get(realm.path("/.well-known/" + document))
                    .send()
                    .expect(200)
                    .json();

            assertThat(metadata.path("status_list_aggregation_endpoint").asText())
                    .isEqualTo(realm.issuer() + "/gatehouse/v1/status-lists");
        }
    }

    private static List<String> addresses(RealmCalls calls) {
        JsonNode lists =
                calls.v1("GET", "/status-lists").send().expect(200).json().path("status_lists");
        return StreamSupport.stream(lists.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
