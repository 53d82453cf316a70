package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import io.gatehouse.tests.RealmCalls.ApiKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is taken away on one node is refused by every other: within a second, or two when no notice reaches it; after a
 * restart; and never the other way round when the database is gone.
 * Long because the two nodes are started once for all of it.
 */
@Tag("own-server")
@Isolated("the second that is promised is real time")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationClusterIT {
    private static final Duration BY_NOTICE = Duration.ofSeconds(1);
    private static final Duration BY_POLL = Duration.ofSeconds(2);

    /** 30 s without the database, and the time that a look takes. */
    private static final Duration STALE = Duration.ofSeconds(35);

    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final int TRIES = 200;

    /** One address does not get status lists without end. */
    private static final int LIST_TRIES = 40;

    private static final int MANY = 50;
    private static final int OWNERS = 10;
    private static final int THOUSAND = 1_000;

    private final Cluster cluster = new Cluster();
    private String verifier;

    /** Something that was valid, how it ends, whether a node takes it still, and how often that is asked. */
    private record Credential(Runnable end, Function<RealmCalls, Boolean> isTaken, String token, int tries) {
        Credential(Runnable end, Function<RealmCalls, Boolean> isTaken, String token) {
            this(end, isTaken, token, TRIES);
        }
    }

    @BeforeAll
    void start() {
        cluster.start();
        verifier = cluster.first().key("api-keys:verify").text();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    /** What can be taken away. */
    Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("token revoked", (Function<RealmCalls, Credential>) this::revokedToken),
                Arguments.of("agent paused", (Function<RealmCalls, Credential>) calls -> stoppedAgent(calls, "pause")),
                Arguments.of(
                        "agent revoked", (Function<RealmCalls, Credential>) calls -> stoppedAgent(calls, "revoke")),
                Arguments.of("key revoked", (Function<RealmCalls, Credential>) this::revokedKey),
                Arguments.of("key switched off", (Function<RealmCalls, Credential>)
                        calls -> changedKey(calls, Map.of("is_active", false))),
                Arguments.of("key narrowed", (Function<RealmCalls, Credential>)
                        calls -> changedKey(calls, Map.of("scopes", List.of()))),
                Arguments.of("first agent of a chain paused", (Function<RealmCalls, Credential>)
                        calls -> handedOn(calls, chain -> pauseFirst(calls, chain))),
                Arguments.of("user acted for disabled", (Function<RealmCalls, Credential>)
                        calls -> handedOn(calls, chain -> disableUser(calls, chain))),
                Arguments.of("user acted for logged out", (Function<RealmCalls, Credential>)
                        calls -> handedOn(calls, chain -> endLogin(calls, chain))),
                Arguments.of("delegation withdrawn", (Function<RealmCalls, Credential>)
                        calls -> handedOn(calls, chain -> withdraw(calls, chain))),
                Arguments.of("first agent of a chain paused, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(node -> handedOn(node, chain -> pauseFirst(node, chain)), calls)),
                Arguments.of("user acted for disabled, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(node -> handedOn(node, chain -> disableUser(node, chain)), calls)),
                Arguments.of("user acted for logged out, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(node -> handedOn(node, chain -> endLogin(node, chain)), calls)),
                Arguments.of("delegation withdrawn, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(node -> handedOn(node, chain -> withdraw(node, chain)), calls)),
                Arguments.of("key of a token revoked", (Function<RealmCalls, Credential>) this::tokenOfAKey),
                Arguments.of("token revoked, on its status list", (Function<RealmCalls, Credential>)
                        calls -> listed(this::revokedToken, calls)),
                Arguments.of("agent paused, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(node -> stoppedAgent(node, "pause"), calls)),
                Arguments.of("key of a token revoked, on the status list", (Function<RealmCalls, Credential>)
                        calls -> listed(this::tokenOfAKey, calls)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void otherNodeOfTheClusterRefusesWithinASecond(String what, Function<RealmCalls, Credential> make) {
        assertRefused(make.apply(cluster.first()), cluster.second(), BY_NOTICE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void nodeThatHearsNoNoticeRefusesWithinTwoSeconds(String what, Function<RealmCalls, Credential> make) {
        assertRefused(make.apply(cluster.first()), cluster.loner(), BY_POLL);
    }

    @Test
    void policyActsOnOtherNodesWithinASecondOrTwoAndEndsAsSoon() {
        Agent agent = cluster.first().agent();
        Map<String, Object> rule = Map.of("effect", "deny", "when", Map.of("agent", agent.id()));
        String policy = "/policies/"
                + cluster.first()
                        .admin("POST", "/policies")
                        .json(Map.of("name", "P", "rules", List.of(rule)))
                        .send()
                        .expect(201)
                        .text("id");
        assertIssue(agent, 403);

        for (boolean isActive : List.of(false, true)) {
            cluster.first()
                    .admin("PATCH", policy)
                    .json(Map.of("is_active", isActive))
                    .send()
                    .expect(200);
            assertIssue(agent, isActive ? 403 : 201);
        }
        for (List<Map<String, Object>> rules : List.of(List.<Map<String, Object>>of(), List.of(rule))) {
            cluster.first()
                    .admin("PATCH", policy)
                    .json(Map.of("rules", rules))
                    .send()
                    .expect(200);
            assertIssue(agent, rules.isEmpty() ? 201 : 403);
        }
        cluster.first().admin("DELETE", policy).send().expect(204);
        assertIssue(agent, 201);
    }

    @Test
    void throttleIsExactOnEachNodeAndNodesCountForThemselves() {
        Agent agent = cluster.first().agent();
        Map<String, Object> rule = Map.of(
                "effect",
                "throttle",
                "when",
                Map.of("agent", agent.id()),
                "throttle",
                Map.of("limit", 3, "window_seconds", 86_400, "per", "agent"));
        String policy = cluster.first()
                .admin("POST", "/policies")
                .json(Map.of("name", "P", "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
        Map<String, Object> asked = Map.of("request", Map.of("agent", agent.id(), "scope", RealmCalls.SCOPES));
        for (RealmCalls node : List.of(cluster.first(), cluster.second())) {
            Eventually.holds(BY_NOTICE, "the node knows the throttle", () -> node.admin("POST", "/policies/simulate")
                    .json(asked)
                    .send()
                    .expect(200)
                    .text("effect")
                    .equals("throttle"));
            for (int i = 0; i < 3; i++) {
                assertThat(node.issue(agent.id()).status()).isEqualTo(201);
            }
            assertThat(node.issue(agent.id()).expect(429).header("Retry-After")).isPresent();
        }
        cluster.first().admin("DELETE", "/policies/" + policy).send().expect(204);
    }

    /** A token for the agent is answered with this status: at once, within a second, and without a notice within two. */
    private void assertIssue(Agent agent, int status) {
        assertThat(cluster.first().issue(agent.id()).status()).isEqualTo(status);
        Eventually.holds(
                BY_NOTICE,
                "the second node answers " + status,
                () -> cluster.second().issue(agent.id()).status() == status);
        Eventually.holds(
                BY_POLL,
                "a node without notices answers " + status,
                () -> cluster.loner().issue(agent.id()).status() == status);
    }

    @Test
    void keyThatIsSwitchedOnAgainIsTakenByEveryNode() {
        RealmCalls first = cluster.first();
        ApiKey key = first.key("orders.read");
        assertThat(takes(cluster.second(), key)).isTrue();
        assertThat(takes(cluster.loner(), key)).isTrue();

        for (boolean isActive : List.of(false, true)) {
            first.admin("PATCH", "/api-keys/" + key.id())
                    .json(Map.of("is_active", isActive))
                    .send()
                    .expect(200);
        }

        Eventually.holds(BY_NOTICE, "the second node takes it", () -> takes(cluster.second(), key));
        Eventually.holds(BY_POLL, "the loner takes it", () -> takes(cluster.loner(), key));
    }

    @Test
    void bothNodesAndTheirStatusListsShowEachOfManyRevocationsWithinASecond() {
        RevocationTries tries = new RevocationTries(cluster.first(), cluster.second());
        tries.run(MANY);
        tries.assertNoneIsTaken(cluster.first(), cluster.second());
    }

    @Test
    void ownerDisabledOnOneNodeIsDisabledForWhatTheOtherMintsMeanwhile() throws Exception {
        OwnerRace race = new OwnerRace(cluster.first(), cluster.second());
        for (int i = 0; i < OWNERS; i++) {
            race.run();
        }
    }

    /** Prints what it measured; docs/measured keeps such results. */
    @Tag("torture")
    @Test
    void bothNodesAndTheirStatusListsShowAThousandRevocationsAlsoAfterARestart() {
        RevocationTries tries = new RevocationTries(cluster.first(), cluster.second());
        tries.run(THOUSAND);
        tries.assertNoneIsTaken(cluster.first(), cluster.second());
        System.out.println(tries);

        cluster.stopPair();
        cluster.startPair();

        tries.assertNoneIsTaken(cluster.first(), cluster.second());
    }

    @Test
    void revocationsOutliveTheRestartOfBothNodes() {
        List<Credential> ended = new ArrayList<>();
        ends().forEach(arguments -> {
            @SuppressWarnings("unchecked")
            Function<RealmCalls, Credential> make =
                    (Function<RealmCalls, Credential>) arguments.get()[1];
            Credential credential = make.apply(cluster.first());
            credential.end().run();
            ended.add(credential);
        });

        cluster.stopPair();
        cluster.startPair();

        for (RealmCalls node : List.of(cluster.first(), cluster.second())) {
            for (Credential credential : ended) {
                assertThat(timesTaken(credential, node)).isZero();
            }
        }
    }

    @Test
    void nodeWithoutItsDatabaseCallsNothingValidAfterHalfAMinuteAndRecovers() {
        RealmCalls second = cluster.second();
        String agent = cluster.first().agent().id();
        String good = cluster.first().token(agent, "ttl", 86_400);
        String bad = cluster.first().token(agent, "ttl", 86_400);
        Credential dead = revoked(cluster.first(), bad);
        assertRefused(dead, second, BY_NOTICE);
        assertThat(second.isValid(good)).isTrue();

        cluster.postgres().stop();
        try {
            Eventually.holds(STALE, "the node answers 503", () -> {
                assertThat(verify(second, bad).body()).doesNotContain("\"valid\":true");
                return verify(second, good).status() == 503;
            });
            for (int i = 0; i < TRIES; i++) {
                verify(second, good).expect(503);
            }
            assertThat(verify(second, good).header("Retry-After")).isPresent();
        } finally {
            cluster.postgres().start();
        }

        for (RealmCalls node : List.of(second, cluster.first(), cluster.loner())) {
            Eventually.holds(RECOVERY, "the node takes what is good", () -> verify(node, good)
                    .body()
                    .contains("\"valid\":true"));
            assertThat(timesTaken(dead, node)).isZero();
        }
    }

    @Test
    void nodeWhoseConnectionsAreAllTakenAsksToComeBack() throws Exception {
        RealmCalls loner = cluster.loner();
        loner.admin("GET", "/domains").send().expect(200);
        int callers = 3 * Cluster.LONER_CONNECTIONS;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        AutoCloseable lock = cluster.postgres().locked("cluster", "gatehouse_domain");
        List<CompletableFuture<Answer>> running;
        try {
            running = IntStream.range(0, callers)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> loner.admin("GET", "/domains").send(), threads))
                    .toList();

            Answer refused = (Answer) CompletableFuture.anyOf(running.toArray(CompletableFuture[]::new))
                    .get(STALE.toSeconds(), TimeUnit.SECONDS);

            assertThat(refused.expect(503).text("code")).isEqualTo("unavailable");
            assertThat(refused.text("detail")).isEqualTo("The server has too much to do.");
            assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                    .isPositive();
        } finally {
            lock.close();
            threads.shutdown();
        }
        for (CompletableFuture<Answer> call : running) {
            assertThat(call.get(STALE.toSeconds(), TimeUnit.SECONDS).status()).isIn(200, 503);
        }
        loner.admin("GET", "/domains").send().expect(200);
    }

    private Credential revokedToken(RealmCalls calls) {
        return revoked(calls, calls.token(calls.agent().id(), "ttl", 86_400));
    }

    private static Credential revoked(RealmCalls calls, String token) {
        return new Credential(
                () -> calls.admin("POST", "/tokens/revoke")
                        .json(Map.of("token", token))
                        .send()
                        .expect(200),
                node -> node.isValid(token),
                token);
    }

    private Credential stoppedAgent(RealmCalls calls, String act) {
        Agent agent = calls.agent();
        String token = calls.token(agent.id(), "ttl", 86_400);
        return new Credential(
                () -> calls.admin("POST", "/agents/" + agent.id() + "/" + act)
                        .send()
                        .expect(200),
                node -> node.isValid(token),
                token);
    }

    private Credential revokedKey(RealmCalls calls) {
        ApiKey key = calls.key("orders.read");
        return new Credential(
                () -> calls.admin("DELETE", "/api-keys/" + key.id()).send().expect(204), node -> takes(node, key), "");
    }

    private Credential tokenOfAKey(RealmCalls calls) {
        ApiKey key = calls.key("orders.read");
        String token = calls.realm()
                .token(KeyExchanges.form(key.text(), "ttl", "3600"))
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200)
                .text("access_token");
        return new Credential(
                () -> calls.admin("DELETE", "/api-keys/" + key.id()).send().expect(204),
                node -> node.isValid(token),
                token);
    }

    /** A token that a second agent got from a first one, which acts for a user of its own. */
    private record Handed(String first, String userId, String sessionId, String grant) {}

    private static void pauseFirst(RealmCalls calls, Handed chain) {
        calls.admin("POST", "/agents/" + chain.first() + "/pause").send().expect(200);
    }

    private static void disableUser(RealmCalls calls, Handed chain) {
        calls.realm()
                .admin("PUT", "/users/" + chain.userId())
                .json(Map.of("enabled", false))
                .send()
                .expect(204);
    }

    private static void endLogin(RealmCalls calls, Handed chain) {
        calls.realm().admin("DELETE", "/sessions/" + chain.sessionId()).send().expect(204);
    }

    private static void withdraw(RealmCalls calls, Handed chain) {
        calls.admin("DELETE", "/agents/" + chain.first() + "/delegations/" + chain.grant())
                .send()
                .expect(204);
    }

    private static Credential handedOn(RealmCalls calls, Consumer<Handed> end) {
        Delegates delegates = new Delegates(calls.gatehouse(), calls.realm());
        String username = "user-" + UUID.randomUUID();
        String userId = calls.realm().createUser(username);
        TestAgent first = delegates.agent();
        TestAgent second = delegates.agent();
        delegates.app(first);
        String grant = delegates.grant(first.id(), userId).expect(201).text("id");
        delegates.grant(second.id(), userId).expect(201);
        String userToken = delegates.userToken(username);
        String token = Delegates.exchanged(
                second, Delegates.exchanged(first, userToken, "audience", second.id()), "ttl", "3600");
        String sessionId = Delegates.claims(userToken).path("sid").asText();
        return new Credential(
                () -> end.accept(new Handed(first.id(), userId, sessionId, grant)), node -> node.isValid(token), token);
    }

    private Credential changedKey(RealmCalls calls, Map<String, Object> change) {
        ApiKey key = calls.key("orders.read");
        return new Credential(
                () -> calls.admin("PATCH", "/api-keys/" + key.id())
                        .json(change)
                        .send()
                        .expect(200),
                node -> takes(node, key),
                "");
    }

    /** The same token, for somebody who looks at the status list alone. */
    private Credential listed(Function<RealmCalls, Credential> make, RealmCalls calls) {
        Credential made = make.apply(calls);
        String path = StatusList.path(made.token()).replaceAll(".*(?=/status-lists/)", "");
        return new Credential(
                made.end(),
                node -> !StatusList.verified(
                                node.v1("GET", path).send().expect(200).body(), node.realm())
                        .isRevoked(made.token()),
                made.token(),
                LIST_TRIES);
    }

    private boolean takes(RealmCalls node, ApiKey key) {
        return node.v1("POST", "/api-keys/verify")
                .bearer(verifier)
                .json(Map.of("key", key.text(), "required_scope", List.of("orders.read")))
                .send()
                .expect(200)
                .json()
                .path("valid")
                .asBoolean();
    }

    /** The node knew it alive, so its caches hold it; from the end on it has the limit, and then never takes it again. */
    private static void assertRefused(Credential credential, RealmCalls node, Duration limit) {
        assertThat(credential.isTaken().apply(node)).isTrue();

        credential.end().run();

        Eventually.holds(limit, "the node refuses", () -> !credential.isTaken().apply(node));
        assertThat(timesTaken(credential, node)).isZero();
    }

    private static long timesTaken(Credential credential, RealmCalls node) {
        return IntStream.range(0, credential.tries())
                .filter(i -> credential.isTaken().apply(node))
                .count();
    }

    private static Answer verify(RealmCalls node, String token) {
        return node.v1("POST", "/tokens/verify").json(Map.of("token", token)).send();
    }
}
