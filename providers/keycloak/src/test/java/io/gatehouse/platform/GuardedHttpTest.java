package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.Cidr;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.platform.HttpOutcome.Answered;
import io.gatehouse.platform.HttpOutcome.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against receivers on real sockets, with limits a twentieth of the real ones. */
@Timeout(60)
class GuardedHttpTest {
    private static final HttpLimits QUICK = new HttpLimits(300, 500, 800, 64 * 1024);
    /** On a busy machine a thread may wait for a processor. */
    private static final long SLACK_MS = 1_500;

    private static final AddressGuard LOOPBACK = new AddressGuard(List.of(Cidr.parse("127.0.0.1/32")));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: text/plain\r\n\r\ndone";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void answerComesWithItsStatusHeadersAndText() {
        Receiver receiver = receiver(Receiver.answering("HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nX-Other: x\r\n"
                + "Webhook-Delivery: abort-message\r\nRetry-After: 9\r\nContent-Length: 5\r\n\r\nlater"));

        Answered answer = answered(http().post(url(receiver, "/hook?a=b"), Map.of("Webhook-Id", "1"), bytes("{}")));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(answer.headers()).isEqualTo(Map.of("retry-after", "7", "webhook-delivery", "abort-message"));
        assertThat(answer.text()).isEqualTo("later");
        assertThat(answer.isTruncated()).isFalse();
        assertThat(answer.latencyMs()).isBetween(0L, 10_000L);
        assertThat(receiver.requests().get(0))
                .startsWith("POST /hook?a=b HTTP/1.1\n")
                .contains("Host: 127.0.0.1:" + receiver.port() + "\n")
                .contains("Webhook-Id: 1\n")
                .doesNotContain("Accept-Encoding");
    }

    @Test
    void getSendsNoBodyAndIsAnsweredAlike() {
        Receiver receiver = receiver(Receiver.answering(OK));

        Answered answer = answered(http().get(url(receiver, "/jwks?a=b"), Map.of("Accept", "application/json")));

        assertThat(answer.text()).isEqualTo("done");
        assertThat(receiver.requests().get(0))
                .startsWith("GET /jwks?a=b HTTP/1.1\n")
                .contains("Accept: application/json\n")
                .doesNotContain("Content-Length", "Cookie", "Accept-Encoding");
    }

    @Test
    void headersCannotAddLinesOrChangeTheHost() {
        Receiver receiver = receiver(Receiver.answering(OK));

        http().post(
                        url(receiver, "/"),
                        Map.of("X-A", "b\r\nX-Injected: yes\nX-Too: yes", "Host", "internal.example"),
                        bytes("{}"));

        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.requests().get(0).lines())
                .noneMatch(line -> line.startsWith("X-Injected") || line.startsWith("X-Too"))
                .contains("Host: 127.0.0.1:" + receiver.port())
                .noneMatch(line -> line.contains("internal.example"));
    }

    @Test
    void connectionIsUsedAgain() {
        Receiver receiver = receiver(Receiver.answering(OK));
        GuardedHttp http = http();

        for (int i = 0; i < 5; i++) {
            assertThat(answered(post(http, receiver)).text()).isEqualTo("done");
        }

        assertThat(receiver.connections()).isEqualTo(1);
        assertThat(receiver.requests()).hasSize(5);
    }

    @Test
    void slowHeadEndsAtTheTotalLimit() {
        assertEndsAtTheTotalLimit((receiver, socket) -> {
            boolean ignored = receiver.readRequest(socket);
            for (char c : ("HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(5_000)).toCharArray()) {
                Receiver.write(socket, String.valueOf(c));
                receiver.pause(50);
            }
        });
    }

    @Test
    void slowBodyEndsAtTheTotalLimit() {
        assertEndsAtTheTotalLimit((receiver, socket) -> {
            boolean ignored = receiver.readRequest(socket);
            Receiver.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
            while (!receiver.pause(50)) {
                Receiver.write(socket, "x");
            }
        });
    }

    @Test
    void endlessInterimAnswersEndAtTheTotalLimit() {
        assertEndsAtTheTotalLimit((receiver, socket) -> {
            boolean ignored = receiver.readRequest(socket);
            while (!receiver.pause(20)) {
                Receiver.write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n");
            }
        });
    }

    @Test
    void endlessTrailersEndAtTheTotalLimit() {
        assertEndsAtTheTotalLimit((receiver, socket) -> {
            boolean ignored = receiver.readRequest(socket);
            Receiver.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n0\r\n");
            while (!receiver.pause(50)) {
                Receiver.write(socket, "x");
            }
        });
    }

    @Test
    void receiverThatNeverReadsEndsAtTheTotalLimit() {
        Receiver receiver = receiver((self, socket) -> self.pause(30_000));

        HttpOutcome outcome = http().post(url(receiver, "/"), Map.of(), new byte[16 * 1024 * 1024]);

        assertFailed(outcome, HttpFailure.TIMEOUT);
        assertThat(outcome.latencyMs()).isLessThan(QUICK.totalMs() + SLACK_MS);
    }

    @Test
    void silentReceiverEndsAtTheReadLimit() {
        Receiver receiver = receiver((self, socket) -> self.pause(30_000));

        HttpOutcome outcome = post(http(), receiver);

        assertFailed(outcome, HttpFailure.TIMEOUT);
        assertThat(outcome.latencyMs()).isBetween(QUICK.readMs() - 20L, QUICK.readMs() + SLACK_MS);
    }

    @Test
    void listenerThatNeverAcceptsTimesOut() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, loopback())) {
            OutboundUrl url = OutboundUrl.parse("http://127.0.0.1:" + deaf.getLocalPort() + "/", LOOPBACK);

            assertFailed(http().post(url, Map.of(), bytes("{}")), HttpFailure.TIMEOUT);
        }
    }

    @Test
    void endlessBodyIsCutAtTheLimitAndItsConnectionDropped() {
        AtomicInteger sentKib = new AtomicInteger();
        Receiver receiver = receiver((self, socket) -> {
            if (self.readRequest(socket)) {
                Receiver.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
                while (!socket.isClosed()) {
                    Receiver.write(socket, chunk);
                    sentKib.incrementAndGet();
                }
            }
        });
        GuardedHttp http = http();

        Answered answer = answered(post(http, receiver));

        assertThat(answer.isTruncated()).isTrue();
        assertThat(answer.text()).hasSize(QUICK.maxAnswerBytes());
        assertThat(answered(post(http, receiver)).isTruncated()).isTrue();
        assertThat(receiver.connections()).isEqualTo(2);
        // What the sockets' buffers took, and not an endless stream.
        assertThat(sentKib.get()).isLessThan(64 * 1024);
    }

    @Test
    void largestAnswerIsReadWhole() {
        Receiver receiver = receiver(Receiver.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + "x".repeat(QUICK.maxAnswerBytes())));
        Receiver larger = receiver(Receiver.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + "x".repeat(QUICK.maxAnswerBytes() + 1)));

        assertThat(answered(post(http(), receiver)).isTruncated()).isFalse();
        assertThat(answered(post(http(), larger)).isTruncated()).isTrue();
    }

    @Test
    void tooLargeHeadIsAFailure() {
        String status = "HTTP/1.1 200 OK\r\n";
        Receiver longLine = receiver(Receiver.answering(status + "X: " + "x".repeat(9_000) + "\r\n\r\n"));
        Receiver manyLines = receiver(Receiver.answering(status + "X: x\r\n".repeat(200) + "\r\n"));
        Receiver endless = receiver((self, socket) -> {
            boolean ignored = self.readRequest(socket);
            while (!socket.isClosed()) {
                Receiver.write(socket, "x".repeat(1_000));
            }
        });

        assertFailed(post(http(), longLine), HttpFailure.TOO_LARGE);
        assertFailed(post(http(), manyLines), HttpFailure.TOO_LARGE);
        assertFailed(post(http(), endless), HttpFailure.TOO_LARGE);
    }

    @Test
    void connectionThatIsCutIsAReset() {
        Receiver resets = receiver((self, socket) -> {
            boolean ignored = self.readRequest(socket);
            socket.setSoLinger(true, 0);
        });
        Receiver hangsUp = receiver((self, socket) -> {
            boolean ignored = self.readRequest(socket);
        });
        Receiver breaksOff = receiver((self, socket) -> {
            boolean ignored = self.readRequest(socket);
            Receiver.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this");
        });
        Receiver breaksChunk = receiver((self, socket) -> {
            boolean ignored = self.readRequest(socket);
            Receiver.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this");
        });

        assertFailed(post(http(), resets), HttpFailure.RESET);
        assertFailed(post(http(), hangsUp), HttpFailure.RESET);
        assertFailed(post(http(), breaksOff), HttpFailure.RESET);
        assertFailed(post(http(), breaksChunk), HttpFailure.RESET);
        assertThat(resets.connections() + hangsUp.connections() + breaksOff.connections())
                .as("no retries")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/9.9 200 OK\r\nTransfer-Encoding: nothing\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "220 mail.example.com ESMTP\r\n",
                "-ERR unknown command\r\n",
                "\r\n\r\n\r\n",
                "\u0000\u0000\u0012\u0004\u0000"
            })
    void whatIsNotHttpIsAFailureAndNothingElse(String answer) {
        Receiver receiver = receiver((self, socket) -> {
            if (self.readRequest(socket)) {
                Receiver.write(socket, answer);
            }
        });

        HttpOutcome outcome = post(http(), receiver);

        boolean isContained =
                outcome instanceof Failed || ((Answered) outcome).text().isEmpty();
        assertThat(isContained).isTrue();
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void redirectIsAnAnswerAndIsNotFollowed(int status) {
        Receiver canary = receiver(Receiver.answering(OK));
        String location = "Location: http://127.0.0.1:" + canary.port() + "/\r\n";
        Receiver receiver = receiver(
                Receiver.answering("HTTP/1.1 " + status + " Moved\r\n" + location + "Content-Length: 0\r\n\r\n"));

        assertThat(answered(post(http(), receiver)).status()).isEqualTo(status);

        assertThat(canary.connections()).isZero();
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 Who\r\nWWW-Authenticate: Basic realm=\"x\"",
                "401 Who\r\nWWW-Authenticate: Negotiate",
                "407 Proxy\r\nProxy-Authenticate: Basic realm=\"x\"",
                "503 Later\r\nRetry-After: 0",
                "417 No",
                "408 Late"
            })
    void nothingIsTriedASecondTime(String head) {
        Receiver receiver = receiver(Receiver.answering("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n"));

        assertThat(answered(post(http(), receiver)).isSuccess()).isFalse();
        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void cookiesAreNotKept() {
        Receiver receiver =
                receiver(Receiver.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"));
        GuardedHttp http = http();

        post(http, receiver);
        post(http, receiver);

        assertThat(receiver.requests()).hasSize(2).noneMatch(head -> head.contains("Cookie"));
    }

    @Test
    void packedAnswerIsNotUnpacked() {
        Receiver receiver = receiver(
                Receiver.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"));

        assertThat(answered(post(http(), receiver)).text()).isEqualTo("abcd");
    }

    @Test
    void closedPortIsAFailureToConnect() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback())) {
            port = free.getLocalPort();
        }

        assertFailed(
                http().post(OutboundUrl.parse("http://127.0.0.1:" + port + "/", LOOPBACK), Map.of(), bytes("{}")),
                HttpFailure.CONNECT);
    }

    @Test
    void proxiesOfTheEnvironmentAreIgnored() {
        Receiver canary = receiver(Receiver.answering(OK));
        Receiver receiver = receiver(Receiver.answering(OK));
        Map<String, String> proxies = Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                "" + canary.port(),
                "https.proxyHost",
                "127.0.0.1",
                "https.proxyPort",
                "" + canary.port(),
                "socksProxyHost",
                "127.0.0.1",
                "socksProxyPort",
                "" + canary.port(),
                "http.nonProxyHosts",
                "");
        try {
            proxies.forEach(System::setProperty);

            assertThat(answered(post(http(), receiver)).status()).isEqualTo(200);
        } finally {
            proxies.keySet().forEach(System::clearProperty);
        }
        assertThat(canary.connections()).isZero();
    }

    @Test
    void manyThreadsShareFewConnections() throws Exception {
        Receiver receiver = receiver(Receiver.answering(OK));
        GuardedHttp http = http();
        ExecutorService callers = Executors.newFixedThreadPool(100);
        opened.add(callers::shutdownNow);

        List<Callable<HttpOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            calls.add(() -> post(http, receiver));
        }
        for (Future<HttpOutcome> call : callers.invokeAll(calls)) {
            assertThat(answered(call.get(1, TimeUnit.SECONDS)).text()).isEqualTo("done");
        }

        assertThat(receiver.connections()).isBetween(1, HttpLimits.MAX_CONNECTIONS_PER_ROUTE);
    }

    @Test
    void callsBeyondTheLimitOfOneReceiverAreBusyAndOthersGoOn() throws Exception {
        int max = HttpLimits.MAX_CONNECTIONS_PER_ROUTE;
        CountDownLatch held = new CountDownLatch(max);
        Receiver stuck = receiver((self, socket) -> {
            held.countDown();
            self.pause(30_000);
        });
        Receiver live = receiver(Receiver.answering(OK));
        GuardedHttp http = http(new HttpLimits(300, 8_000, 8_000, 1024));
        ExecutorService callers = Executors.newFixedThreadPool(max);
        opened.add(callers::shutdownNow);
        for (int i = 0; i < max; i++) {
            Future<?> ignored = callers.submit(() -> post(http, stuck));
        }
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(answered(post(http, live)).status()).isEqualTo(200);
        assertFailed(post(http, stuck), HttpFailure.BUSY);
        assertThat(stuck.connections()).isEqualTo(max);
    }

    @Test
    void stopEndsCallsAndLaterOnesAreNotSent() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        Receiver stuck = receiver((self, socket) -> {
            reached.countDown();
            self.pause(30_000);
        });
        GuardedHttp http = http(new HttpLimits(5_000, 20_000, 20_000, 1024));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        opened.add(caller::shutdownNow);
        Future<HttpOutcome> running = caller.submit(() -> post(http, stuck));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        http.close();

        assertThat(running.get(5, TimeUnit.SECONDS)).isInstanceOf(Failed.class);
        assertFailed(post(http, stuck), HttpFailure.STOPPED);
        assertThat(stuck.connections()).isEqualTo(1);
    }

    @Test
    void excerptIsFitForAPersonAndADatabase() {
        Answered answer = new Answered(1, 200, Map.of(), "a\u0000b\u001bc\r\n\td\ud83d\ude00e\ud83d", false);

        assertThat(answer.excerpt(100)).isEqualTo("a\ufffdb\ufffdc\r\n\td\ud83d\ude00e\ufffd");
        assertThat(answer.excerpt(10)).isEqualTo("a\ufffdb\ufffdc\r\n\td");
        assertThat(answer.excerpt(11)).endsWith("d\ud83d\ude00");
        assertThat(answer.excerpt(0)).isEmpty();
    }

    private void assertEndsAtTheTotalLimit(Receiver.Behaviour behaviour) {
        Receiver receiver = receiver(behaviour);

        HttpOutcome outcome = post(http(), receiver);

        assertFailed(outcome, HttpFailure.TIMEOUT);
        assertThat(outcome.latencyMs()).isBetween(QUICK.totalMs() - 20L, QUICK.totalMs() + SLACK_MS);
    }

    private static void assertFailed(HttpOutcome outcome, HttpFailure reason) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).reason()).isEqualTo(reason);
    }

    private static Answered answered(HttpOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return (Answered) outcome;
    }

    private static HttpOutcome post(GuardedHttp http, Receiver receiver) {
        return http.post(url(receiver, "/hook"), Map.of("Content-Type", "application/json"), bytes("{}"));
    }

    private static OutboundUrl url(Receiver receiver, String target) {
        return new OutboundUrl("http", "127.0.0.1", receiver.port(), target);
    }

    private GuardedHttp http() {
        return http(QUICK);
    }

    private GuardedHttp http(HttpLimits limits) {
        GuardedHttp http = new GuardedHttp(LOOPBACK, Optional::empty, GuardedHttpTest::noName, limits);
        opened.add(http);
        return http;
    }

    private Receiver receiver(Receiver.Behaviour behaviour) {
        Receiver receiver = Receiver.that(behaviour);
        opened.add(receiver);
        return receiver;
    }

    private static InetAddress[] noName(String name) throws UnknownHostException {
        throw new UnknownHostException(name);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
