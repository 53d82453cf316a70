package io.gatehouse.testkit;

import io.gatehouse.testkit.http.Http;
import java.time.Duration;

/**
 * A Keycloak that a test owns, whatever runs it. {@link DistributionServer} runs it as a process of this machine.
 *
 * <p>Not safe for use by several threads, except for the plain getters.
 */
public interface KeycloakServer extends AutoCloseable {
    /** Describes a server that runs from the distribution. */
    static KeycloakServerBuilder from(Distribution distribution) {
        return new KeycloakServerBuilder(distribution);
    }

    /** Starts it and returns when it is ready to serve. Fails with the end of the log when it stops or is too late. */
    void start();

    /** Asks it to stop and returns when it has; a server that does not is killed. Does nothing when it is stopped. */
    void stop();

    /** Kills it as the operating system would: nothing is flushed, nothing is said. */
    void kill9();

    /** Whether its process runs. */
    boolean isAlive();

    /** Where it serves, such as {@code http://127.0.0.1:8080}, without a slash at the end. */
    String baseUrl();

    /** Where its health and metrics are, without a slash at the end. */
    String managementUrl();

    /** The last lines of its log. */
    String logTail(int lines);

    /** Stops it and starts it again. */
    default void restart() {
        stop();
        start();
    }

    /**
     * Sets its clock to real time plus the offset, which may be negative. Needs the test clock's jar
     * ({@link KeycloakServerBuilder#movableClock}). With several nodes, move each of them.
     */
    default void moveClock(Duration offset) {
        new Http(baseUrl())
                .put("/realms/master/gatehouse-test-clock/" + offset.toSeconds())
                .send()
                .expect(200);
    }

    /** Sets its clock back to real time. */
    default void resetClock() {
        moveClock(Duration.ZERO);
    }

    @Override
    default void close() {
        stop();
    }
}
