package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Anybody may have tokens verified, and nobody without end who does not say who it is. */
@ExtendWith(GatehouseExtension.class)
class TokenVerificationLimitIT {
    /** Every Linux has all of 127.0.0.0/8. */
    private static final String GREEDY = "127.0.0.78";

    /** Batches of a hundred that are admitted at once. */
    private static final int BURST = 100;

    /** A server that takes ten batches a second or less never refuses. */
    private static final int MOST = 1_000;

    @Test
    void strangerWhoAsksWithoutEndHasToWaitAndNobodyElse(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        String token = calls.token(calls.agent().id());
        byte[] batch = batch(gatehouse, realm);
        byte[] withCredential =
                batch(gatehouse, realm, "X-API-Key: " + calls.key("orders.read").text());

        try (RawClient greedy = new RawClient(gatehouse.baseUrl(), GREEDY)) {
            int admitted = 0;
            String answer = greedy.send(batch);
            while (answer.startsWith("HTTP/1.1 200 ") && admitted < MOST) {
                admitted++;
                answer = greedy.send(batch);
            }

            assertThat(admitted).isBetween(BURST, MOST - 1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 429 ")
                    .contains("\"throttled\"")
                    .containsIgnoringCase("\nRetry-After: 1\n")
                    .containsIgnoringCase("\nRateLimit-Policy: \"address\";q=10000;w=10\n")
                    .containsIgnoringCase("\nRateLimit: \"address\";r=0;t=1\n");
            assertThat(greedy.send(withCredential)).startsWith("HTTP/1.1 200 ");
            assertThat(calls.isValid(token)).isTrue();
        }
    }

    private static byte[] batch(Gatehouse gatehouse, TestRealm realm, String... headers) {
        String body = "{\"tokens\":[" + String.join(",", Collections.nCopies(100, "\"x\"")) + "]}";
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type: application/json";
        return RawClient.request(
                gatehouse.baseUrl(), "POST", realm.path("/gatehouse/v1/tokens/verify-batch"), body, all);
    }
}
