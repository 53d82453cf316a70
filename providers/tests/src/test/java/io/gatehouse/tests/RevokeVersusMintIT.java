package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each way to end what tokens rest on, amid 64 requests at each door that mints: no request that begins after the end was
 * answered gets a token, and every token is dead that was got before or meanwhile.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevokeVersusMintIT {
    private static final String AGENT_GRANT = "urn:gatehouse:params:oauth:grant-type:agent";
    private static final int CALLERS = 16;
    private static final int REQUESTS_EACH = 4;
    private static final int REPEATS = 20;
    private static final int LIMIT_SECONDS = 60;
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private TestRealm realm;
    private KeyRealm keys;
    private Delegates delegates;
    private TestAgents agents;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.keys = new KeyRealm(gatehouse, realm);
        this.delegates = new Delegates(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
    }

    /** Where an agent gets its tokens. */
    private enum Door {
        CLIENT_CREDENTIALS,
        AGENT_GRANT,
        EXCHANGE,
        JSON
    }

    /** An agent, who owns it, and a user whom it acts for with a token and a delegation. */
    private record Party(TestAgent agent, String owner, String username, String user, String userToken, String grant) {}

    /** A door at which tokens are got, and what ends that. */
    private record Race(Supplier<Request> mint, Runnable end) {}

    Stream<Arguments> races() {
        List<Arguments> all = new ArrayList<>();
        for (Door door : Door.values()) {
            all.add(ofAgent("agent paused", door, party -> act(party, "pause")));
            all.add(ofAgent("agent revoked", door, party -> act(party, "revoke")));
            all.add(ofAgent("secret rotated", door, this::rotateSecret));
            all.add(ofAgent("owner disabled", door, party -> keys.changeUser(party.owner(), "enabled", false)));
        }
        all.add(ofAgent("user disabled", Door.EXCHANGE, party -> keys.changeUser(party.user(), "enabled", false)));
        all.add(ofAgent("delegation deleted", Door.EXCHANGE, this::deleteGrant));
        all.add(ofAgent("consent withdrawn", Door.EXCHANGE, this::withdrawConsent));
        all.add(race("key replaced", "client_credentials", () -> keyReplaced("client_credentials")));
        all.add(race("key replaced", "agent grant", () -> keyReplaced(AGENT_GRANT)));
        all.add(race("API key revoked", "exchange", () -> ofKey(realmKey(), keys::revoke)));
        all.add(race("API key switched off", "exchange", () -> ofKey(realmKey(), keys::switchOff)));
        all.add(race("owner of the API key disabled", "exchange", this::ownerOfKeyDisabled));
        all.add(race("agent that owns the API key paused", "exchange", this::agentOfKeyPaused));
        return all.stream();
    }

    @ParameterizedTest(name = "{0} amid {1}")
    @MethodSource("races")
    void nothingIsMintedAfterTheEndAndNothingOutlivesIt(String end, String door, Supplier<Race> make) throws Exception {
        run(make.get());
    }

    @Tag("torture")
    @ParameterizedTest(name = "{0} amid {1}")
    @MethodSource("races")
    void nothingIsMintedAfterTheEndHoweverOften(String end, String door, Supplier<Race> make) throws Exception {
        for (int i = 0; i < REPEATS; i++) {
            run(make.get());
        }
    }

    private void run(Race race) throws Exception {
        List<String> tokens = new ArrayList<>(List.of(token(race.mint().get().send())));
        CyclicBarrier start = new CyclicBarrier(CALLERS + 1);
        AtomicBoolean isOver = new AtomicBoolean();
        List<Future<List<String>>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.submit(() -> {
                start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                return tokensOf(race.mint(), isOver);
            }));
        }

        start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        race.end().run();
        isOver.set(true);

        assertRefused(race.mint().get().send());
        for (Future<List<String>> caller : callers) {
            tokens.addAll(caller.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        Eventually.holds(
                DEAD_WITHIN, "every token is dead", () -> agents.validOf(tokens).isEmpty());
        assertThat(agents.validOf(tokens)).isEmpty();
    }

    private static List<String> tokensOf(Supplier<Request> mint, AtomicBoolean isOver) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < REQUESTS_EACH; i++) {
            Request request = mint.get();
            boolean isLate = isOver.get();
            Answer answer = request.send();
            if (isLate || answer.status() >= 300) {
                assertRefused(answer);
            } else {
                tokens.add(token(answer));
            }
        }
        return tokens;
    }

    private static String token(Answer answer) {
        Answer minted = answer.expect(200, 201);
        return minted.json().has("access_token") ? minted.text("access_token") : minted.text("token");
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.request() + ": " + answer.body()).isIn(400, 401, 403);
    }

    private Arguments ofAgent(String end, Door door, Consumer<Party> act) {
        return race(end, door.name(), () -> {
            Party party = party();
            return new Race(() -> ask(door, party), () -> act.accept(party));
        });
    }

    /** Made when its turn comes, not for the whole table at once. */
    private static Arguments race(String end, String door, Supplier<Race> make) {
        return Arguments.of(end, door, make);
    }

    private Party party() {
        KeyRealm.Person owner = keys.person();
        KeyRealm.Person user = keys.person();
        TestAgent agent = delegates.agent("owner", Map.of("type", "user", "id", owner.id()));
        delegates.app(agent);
        String grant = delegates.grant(agent.id(), user.id()).expect(201).text("id");
        return new Party(agent, owner.id(), user.username(), user.id(), delegates.userToken(user.username()), grant);
    }

    private Request ask(Door door, Party party) {
        TestAgent agent = party.agent();
        return switch (door) {
            case CLIENT_CREDENTIALS -> agent.asks("scope", "orders.read");
            case AGENT_GRANT ->
                realm.token("grant_type", AGENT_GRANT, "scope", "orders.read").basic(agent.id(), agent.secret());
            case EXCHANGE -> Delegates.exchange(agent, party.userToken(), "scope", "orders.read");
            case JSON -> keys.v1("POST", "/tokens").bearer(agent.secret()).json(RealmCalls.asking(agent.id()));
        };
    }

    private void act(Party party, String what) {
        agents.admin("POST", "/" + party.agent().id() + "/" + what).send().expect(200);
    }

    private void rotateSecret(Party party) {
        agents.admin("POST", "/" + party.agent().id() + "/rotate-secret")
                .json(Map.of())
                .send()
                .expect(201);
    }

    private void deleteGrant(Party party) {
        agents.admin("DELETE", "/" + party.agent().id() + "/delegations/" + party.grant())
                .send()
                .expect(204);
    }

    /** In the account console, which takes the delegations along. */
    private void withdrawConsent(Party party) {
        String account = realm.userToken(party.username(), "openid");
        String id = party.agent().id();
        delegates.consent(account, id, delegates.clientScope(KeyRealm.unique("consented-")));
        delegates.account("DELETE", account, id).send().expect(204);
    }

    private Race keyReplaced(String grantType) {
        JWK old = pair("old");
        JWK next = pair("next");
        TestAgent agent = agents.withKey(old);
        return new Race(
                () -> realm.token(
                        "grant_type",
                        grantType,
                        "client_id",
                        agent.id(),
                        "client_assertion_type",
                        ClientAssertion.TYPE,
                        "client_assertion",
                        ClientAssertion.of(agent, old)),
                () -> agents.admin("PATCH", "/" + agent.id())
                        .json(Map.of(
                                "jwks",
                                Map.of("keys", List.of(next.toPublicJWK().toJSONObject()))))
                        .send()
                        .expect(200));
    }

    private static JWK pair(String id) {
        try {
            return new OctetKeyPairGenerator(Curve.Ed25519).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer realmKey() {
        return keys.key("scopes", List.of("orders.read"));
    }

    private Race ofKey(Answer key, Consumer<Answer> end) {
        return new Race(
                () -> realm.token(KeyExchanges.form(key.text("key"))).basic("demo-api", "demo-api-secret"),
                () -> end.accept(key));
    }

    private Race ownerOfKeyDisabled() {
        String owner = keys.person().id();
        Answer key = keys.key("owner", Map.of("type", "user", "id", owner));
        return ofKey(key, ignored -> keys.changeUser(owner, "enabled", false));
    }

    private Race agentOfKeyPaused() {
        String owner = agents.withSecret().id();
        Answer key = keys.key("owner", Map.of("type", "agent", "id", owner));
        return ofKey(
                key,
                ignored -> agents.admin("POST", "/" + owner + "/pause").send().expect(200));
    }
}
