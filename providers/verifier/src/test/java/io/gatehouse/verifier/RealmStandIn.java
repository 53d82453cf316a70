package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.core.id.Ids;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenClaimsBuilder;
import io.gatehouse.core.token.AgentTokenWriter;
import io.gatehouse.core.token.Ed25519PrivateKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm on loopback that serves its keys and signs tokens; what it answers with can be changed. */
final class RealmStandIn implements AutoCloseable {

    static final Instant NOW = Instant.ofEpochSecond(1_780_000_000L);

    /** Writes one answer. */
    interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = body(keySet(key("k1", 1)));
    private final AtomicInteger requests = new AtomicInteger();

    RealmStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                answer.write(exchange);
            }
        });
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String issuer() {
        return origin() + "/realms/demo";
    }

    int requests() {
        return requests.get();
    }

    void answerWith(Answer next) {
        answer = next;
    }

    AgentTokenClaimsBuilder claims() {
        return AgentTokenClaims.builder()
                .issuer(issuer())
                .subject("agent_0123456789ab")
                .clientId("agent_0123456789ab")
                .audience(List.of("payments"))
                .scope(List.of("payments:read", "payments:write"))
                .issuedAtSeconds(NOW.getEpochSecond())
                .expiresAtSeconds(NOW.getEpochSecond() + 7200)
                .tokenId(Ids.uuidV7(NOW.toEpochMilli(), new byte[Ids.UUID_RANDOM_BYTES]))
                .transactionId("txn-1")
                .targetService("payments");
    }

    String token() {
        return token(claims(), "k1", 1);
    }

    static String token(AgentTokenClaimsBuilder claims, String keyId, int seed) {
        return new AgentTokenWriter().sign(claims.build(), keyId, privateKey(seed));
    }

    static Ed25519PrivateKey privateKey(int seed) {
        byte[] bytes = new byte[Ed25519PrivateKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return Ed25519PrivateKey.ofSeed(bytes);
    }

    static String key(String keyId, int seed) {
        return "{\"kid\":\"%s\",\"kty\":\"OKP\",\"alg\":\"EdDSA\",\"use\":\"sig\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                .formatted(keyId, x(seed));
    }

    static String x(int seed) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(privateKey(seed).publicKey().raw());
    }

    static String keySet(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    static Answer body(String text) {
        return status(200, text);
    }

    static Answer status(int status, String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
