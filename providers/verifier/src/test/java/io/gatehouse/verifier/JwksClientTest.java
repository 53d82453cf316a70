package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JwksClientTest {

    private final RealmStandIn realm;

    JwksClientTest() throws IOException {
        realm = new RealmStandIn();
    }

    @AfterEach
    void stopRealm() {
        realm.close();
    }

    @Test
    void takesTheEd25519SigningKeysAndLeavesOutTheOthers() throws IOException {
        String jwk = "{\"kid\":\"%s\",\"kty\":\"%s\",\"use\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\"}";
        realm.answerWith(RealmStandIn.body(RealmStandIn.keySet(
                RealmStandIn.key("k1", 1),
                "{\"kid\":\"rsa\",\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                jwk.formatted("enc", "OKP", "enc", "Ed25519", RealmStandIn.x(2)),
                jwk.formatted("x25519", "OKP", "sig", "X25519", RealmStandIn.x(2)),
                jwk.formatted("future", "NEW", "sig", "Ed25519", RealmStandIn.x(2)),
                jwk.formatted("short", "OKP", "sig", "Ed25519", "AA"),
                jwk.formatted("identity", "OKP", "sig", "Ed25519", "AQ" + "A".repeat(41)),
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + RealmStandIn.x(2) + "\"}",
                "{\"kid\":\"bare\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + RealmStandIn.x(2) + "\"}",
                "{}")));

        assertThat(client().fetch())
                .containsOnlyKeys("k1", "bare")
                .containsEntry("k1", RealmStandIn.privateKey(1).publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"keys\":[null]}",
                "{\"keys\":",
                "<html/>"
            })
    void answerThatIsNoKeySetIsAFailure(String body) {
        realm.answerWith(RealmStandIn.body(body));

        assertThatIOException().isThrownBy(() -> client().fetch());
    }

    @Test
    void deeplyNestedAnswerIsAFailure() {
        realm.answerWith(RealmStandIn.body("{\"keys\":" + "[".repeat(200_000)));

        assertThatIOException().isThrownBy(() -> client().fetch());
    }

    @Test
    void twoKeysWithTheSameIdAreAFailure() {
        realm.answerWith(RealmStandIn.body(RealmStandIn.keySet(RealmStandIn.key("k1", 1), RealmStandIn.key("k1", 2))));

        assertThatIOException().isThrownBy(() -> client().fetch()).withMessageContaining("same id");
    }

    @Test
    void mostKeysFitAndNothingBeyond() throws IOException {
        realm.answerWith(RealmStandIn.body(keys(JwksClient.MAX_KEYS)));
        assertThat(client().fetch()).hasSize(JwksClient.MAX_KEYS);

        realm.answerWith(RealmStandIn.body(keys(JwksClient.MAX_KEYS + 1)));
        assertThatIOException().isThrownBy(() -> client().fetch());
    }

    @Test
    void longestBodyFitsAndNothingBeyond() throws IOException {
        String keySet = RealmStandIn.keySet(RealmStandIn.key("k1", 1));
        String longest = keySet + " ".repeat(JwksClient.MAX_BODY_BYTES - keySet.length());
        realm.answerWith(RealmStandIn.body(longest));
        assertThat(client().fetch()).containsOnlyKeys("k1");

        realm.answerWith(RealmStandIn.body(longest + " "));
        assertThatIOException().isThrownBy(() -> client().fetch()).havingCause().withMessageContaining("262144");
    }

    @Test
    void endlessBodyIsCutOff() {
        realm.answerWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = " ".repeat(8192).getBytes(US_ASCII);
            while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write(chunk);
            }
        });

        assertThatIOException().isThrownBy(() -> client().fetch()).havingCause().withMessageContaining("262144");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 303, 307, 308, 400, 404, 500, 503})
    void everyStatusBut200IsAFailureAndNoRedirectIsFollowed(int status) {
        realm.answerWith(exchange -> {
            exchange.getResponseHeaders().add("Location", realm.origin() + "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        });

        assertThatIOException()
                .isThrownBy(() -> client().fetch())
                .withMessage("the key set was answered with status " + status);
        assertThat(realm.requests()).isEqualTo(1);
    }

    @Test
    void silentServerIsGivenUpAfterTheReadTimeout() {
        CountDownLatch end = new CountDownLatch(1);
        realm.answerWith(exchange -> await(end));

        assertThatIOException()
                .isThrownBy(() ->
                        client(Duration.ofMillis(200), Duration.ofSeconds(20)).fetch())
                .withCauseInstanceOf(HttpTimeoutException.class);
        end.countDown();
    }

    @Test
    void tricklingBodyIsGivenUpAfterTheTotalTimeout() {
        CountDownLatch end = new CountDownLatch(1);
        realm.answerWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(end);
        });

        assertThatIOException()
                .isThrownBy(() ->
                        client(Duration.ofSeconds(20), Duration.ofMillis(500)).fetch())
                .withCauseInstanceOf(TimeoutException.class)
                .withMessage("the key set did not arrive within PT0.5S");
        end.countDown();
    }

    @Test
    void closedPortIsAFailure() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        JwksClient client = new JwksClient(
                URI.create("http://127.0.0.1:" + port),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));

        assertThatIOException().isThrownBy(client::fetch).withMessage("the key set could not be fetched");
    }

    @Test
    void interruptionIsAFailureAndIsKept() {
        CountDownLatch end = new CountDownLatch(1);
        realm.answerWith(exchange -> await(end));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client().fetch())
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
    }

    private JwksClient client() {
        return client(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    private JwksClient client(Duration readTimeout, Duration totalTimeout) {
        return new JwksClient(
                URI.create(realm.issuer() + "/protocol/openid-connect/certs"),
                Duration.ofSeconds(10),
                readTimeout,
                totalTimeout);
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> RealmStandIn.key("k" + i, 1))
                .collect(Collectors.collectingAndThen(Collectors.joining(","), RealmStandIn::keySet));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("the test never ended the wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
