package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tests.LoginCodes.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One code under 64 calls at once, and one address under those who would flood it. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class EmailCodeRacesIT {
    private static final int PARALLEL = 64;
    private static final int LIMIT_SECONDS = 60;
    private static final int GUESSES = 5;
    private static final Duration COOLDOWN = Duration.ofSeconds(31);

    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Mailbox mailbox;
    private LoginCodes codes;
    private String email;

    @BeforeEach
    void mailbox(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        codes = new LoginCodes(new RealmCalls(gatehouse, realm), mailbox);
        String name = unique("race");
        String ignored = realm.createUser(name);
        email = name + "@demo.example";
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        mailbox.close();
    }

    @Test
    void oneOf64ParallelLoginsWins() throws Exception {
        Sent sent = codes.sent(email);

        List<Integer> statuses = statuses(() -> from(nextAddress(), sent, sent.code()));

        assertThat(statuses).hasSize(PARALLEL);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSize(PARALLEL - 1);
    }

    @Test
    void parallelGuessesAreNoMoreThanFiveAndLockNobody() throws Exception {
        Sent attacked = codes.sent(email);

        List<Integer> statuses = statuses(() -> from(nextAddress(), attacked, attacked.wrongCode()));

        assertThat(statuses).containsOnly(401);
        // Used up by the guesses: the right one is refused, too.
        LoginCodes.assertWrong(codes.verify(attacked));
        gatehouse.moveClock(COOLDOWN);
        codes.verify(codes.sent(email)).expect(200);
        for (int i = 0; i < GUESSES - 1; i++) {
            LoginCodes.assertWrong(codes.verify(new Sent(email, attacked.nonce(), attacked.wrongCode())));
        }
    }

    @Test
    void fifthTryMayStillBeTheRightOne() {
        Sent sent = codes.sent(email);
        for (int i = 0; i < GUESSES - 1; i++) {
            LoginCodes.assertWrong(codes.verify(sent, "code", sent.wrongCode()));
        }

        codes.verify(sent).expect(200);
    }

    @Test
    void addressGetsOneLetterEveryHalfMinuteAndEveryNetworkHasItsTurn() {
        // Somebody floods an address from four networks, and its owner asks then.
        for (int i = 0; i < 12; i++) {
            ask("127.0.1." + (1 + i % 4));
        }
        String nonce = codes.ask(email);
        Mailbox.Mail first = mailbox.next(email);
        assertThat(first.subject()).isEqualTo("Your code to log in");

        boolean isIn = false;
        for (int letters = 1; letters < GUESSES && !isIn; letters++) {
            assertThat(mailbox.all(email)).hasSize(letters);
            gatehouse.moveClock(COOLDOWN.multipliedBy(letters));
            String code = LoginCodes.code(mailbox.next(email));
            isIn = codes.verify(new Sent(email, nonce, code)).status() == 200;
        }
        assertThat(isIn).as("the owner's letter is one of the first five").isTrue();
    }

    @Test
    void throttledAddressHasToWaitAndNobodyElse() {
        try (TestRealm other = gatehouse.freshRealm();
                RawClient greedy = new RawClient(gatehouse.baseUrl(), "127.0.0.78")) {
            byte[] request = request(other, "/auth/send-code", "{\"email\":\"a@demo.example\"}");
            String last = greedy.send(request);
            for (int i = 0; i < 1_000 && last.startsWith("HTTP/1.1 202 "); i++) {
                last = greedy.send(request);
            }

            assertThat(last).startsWith("HTTP/1.1 429 ").containsIgnoringCase("\nRetry-After: ");
            String own = new LoginCodes(new RealmCalls(gatehouse, other), mailbox).ask("a@demo.example");
            assertThat(own).hasSize(43);
        }
    }

    private void ask(String from) {
        try (RawClient client = new RawClient(gatehouse.baseUrl(), from)) {
            assertThat(client.send(request(realm, "/auth/send-code", "{\"email\":\"" + email + "\"}")))
                    .startsWith("HTTP/1.1 202 ");
        }
    }

    /** The addresses of loopback in turn: what one of them may send is limited. */
    private static synchronized String nextAddress() {
        next = next % 200 + 1;
        return "127.0.2." + next;
    }

    private static int next;

    private int from(String address, Sent sent, String code) {
        String body =
                "{\"email\":\"" + sent.email() + "\",\"nonce\":\"" + sent.nonce() + "\",\"code\":\"" + code + "\"}";
        try (RawClient client = new RawClient(gatehouse.baseUrl(), address)) {
            return Integer.parseInt(
                    client.send(request(realm, "/auth/verify-code", body)).split(" ", 3)[1]);
        }
    }

    private byte[] request(TestRealm of, String below, String body) {
        return RawClient.request(
                gatehouse.baseUrl(), "POST", of.path("/gatehouse/v1" + below), body, "Content-Type: application/json");
    }

    private List<Integer> statuses(Supplier<Integer> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(PARALLEL);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            all.add(threads.submit(() -> {
                start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                return call.get();
            }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> one : all) {
            statuses.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        return statuses;
    }
}
