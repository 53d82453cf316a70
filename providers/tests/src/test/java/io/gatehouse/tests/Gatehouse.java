package io.gatehouse.tests;

import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.http.Http;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a test sees of a server with the jar. A test asks for it as a parameter, after
 * {@code @ExtendWith(GatehouseExtension.class)}.
 */
public final class Gatehouse implements AutoCloseable {
    /** Master's tokens live 60 s. */
    private static final Duration TOKEN_REUSE = Duration.ofSeconds(40);

    private final KeycloakServer server;
    private final @Nullable PostgresServer postgres;
    private final Http http;
    private final Http outsideContract;
    private @Nullable String adminToken;
    private long adminTokenAtNs;
    private boolean isClockMoved;

    /** @param postgres the server's database, if it is PostgreSQL; closed together with the server */
    Gatehouse(KeycloakServer server, @Nullable PostgresServer postgres) {
        this.server = server;
        this.postgres = postgres;
        this.http = new Http(server.baseUrl(), SecretWatch.RUN.andThen(OpenApiContract.at(Built.openApi())));
        this.outsideContract = new Http(server.baseUrl(), SecretWatch.RUN);
    }

    public KeycloakServer server() {
        return server;
    }

    /** The database of the server, when it is PostgreSQL; it logs its statements. */
    public Optional<PostgresServer> postgres() {
        return Optional.ofNullable(postgres);
    }

    public String baseUrl() {
        return server.baseUrl();
    }

    /** Sends requests; every answer of Gatehouse's API is checked against docs/openapi.json. */
    public Http http() {
        return http;
    }

    /** Sends requests that the contract does not know on purpose, such as an unknown path. */
    public Http outsideContract() {
        return outsideContract;
    }

    /** An access token of the master realm's administrator. */
    public synchronized String adminToken() {
        String token = adminToken;
        if (token == null || System.nanoTime() - adminTokenAtNs > TOKEN_REUSE.toNanos()) {
            token = outsideContract
                    .post("/realms/master/protocol/openid-connect/token")
                    .form("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", "admin")
                    .send()
                    .expect(200)
                    .text("access_token");
            adminToken = token;
            adminTokenAtNs = System.nanoTime();
        }
        return token;
    }

    /** A realm that is there already, such as {@code demo}. Tests that change it use {@link #freshRealm()}. */
    public TestRealm realm(String name) {
        return new TestRealm(this, name);
    }

    /** A new realm made from the demo realm's file, so with its users and clients. Whoever makes it closes it. */
    public TestRealm freshRealm() {
        return freshRealm(RealmFile.shipped("demo").relaxed());
    }

    /** A new realm made from a file without placeholders, under a name of its own. Whoever makes it closes it. */
    TestRealm freshRealm(RealmFile file) {
        String name = "r" + UUID.randomUUID().toString().substring(0, 8);
        outsideContract
                .post("/admin/realms")
                .bearer(adminToken())
                .body("application/json", file.named(name).text())
                .send()
                .expect(201);
        return realm(name);
    }

    /** Sets the server's clock to real time plus the offset. The extension resets it after each test. */
    public synchronized void moveClock(Duration offset) {
        server.moveClock(offset);
        isClockMoved = !offset.isZero();
        adminToken = null;
    }

    /** Sets the clock back to real time if it was moved. */
    public synchronized void resetClock() {
        if (isClockMoved) {
            moveClock(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        server.close();
        if (postgres != null) {
            postgres.close();
        }
    }
}
