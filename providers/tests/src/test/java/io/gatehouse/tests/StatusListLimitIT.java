package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Status lists are open to everybody, and no address gets them without end. */
@ExtendWith(GatehouseExtension.class)
class StatusListLimitIT {
    /** Every Linux has all of 127.0.0.0/8. */
    private static final String GREEDY = "127.0.0.77";

    private static final int BURST = 600;

    /** A server that answers fifty times a second or less never refuses. */
    private static final int MOST = 5_000;

    private static final Duration ADMITTED_AGAIN = Duration.ofSeconds(3);

    @Test
    void addressThatAsksWithoutEndHasToWaitAndNobodyElse(Gatehouse gatehouse, TestRealm realm) throws Exception {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        String token = calls.token(calls.agent().id());
        String baseUrl = gatehouse.baseUrl();
        byte[] list = RawClient.request(baseUrl, "GET", StatusList.path(token), "");
        byte[] lists = RawClient.request(baseUrl, "GET", realm.path("/gatehouse/v1/status-lists"), "");

        try (RawClient greedy = new RawClient(baseUrl, GREEDY)) {
            int admitted = 0;
            String refused = greedy.send(list);
            while (refused.startsWith("HTTP/1.1 200 ") && admitted < MOST) {
                admitted++;
                refused = greedy.send(admitted % 2 == 0 ? list : lists);
            }

            assertThat(admitted).isBetween(BURST, MOST - 1);
            assertRefused(refused);
            // Nobody becomes another by claiming an address.
            String claims = refusedOf(
                    greedy,
                    RawClient.request(
                            baseUrl,
                            "GET",
                            StatusList.path(token),
                            "",
                            "X-Forwarded-For: 198.51.100.7",
                            "Forwarded: for=198.51.100.7",
                            "X-Real-IP: 198.51.100.7"));
            assertRefused(claims);

            assertThat(StatusList.of(gatehouse.http(), realm, token).isRevoked(token))
                    .isFalse();
            String ofAnotherRealm = greedy.send(
                    RawClient.request(baseUrl, "GET", gatehouse.realm("demo").path("/gatehouse/v1/status-lists"), ""));
            assertThat(ofAnotherRealm).startsWith("HTTP/1.1 200 ");
            Eventually.holds(ADMITTED_AGAIN, "the address is admitted again", () -> greedy.send(list)
                    .startsWith("HTTP/1.1 200 "));
        }
    }

    /** One request may be paid for meanwhile: one more is, every twenty milliseconds. */
    private static String refusedOf(RawClient client, byte[] request) {
        String answer = client.send(request);
        for (int i = 0; i < MOST && answer.startsWith("HTTP/1.1 200 "); i++) {
            answer = client.send(request);
        }
        return answer;
    }

    private static void assertRefused(String answer) throws Exception {
        assertThat(answer)
                .startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("\nRetry-After: 1\n")
                .containsIgnoringCase("\nRateLimit-Policy: \"address\";q=600;w=12\n")
                .containsIgnoringCase("\nRateLimit: \"address\";r=0;t=1\n")
                .containsIgnoringCase("\nContent-Type: application/problem+json")
                .doesNotContainIgnoringCase("Cache-Control: public");
        String body = answer.substring(answer.indexOf("\n\n") + 2);
        assertThat(new ObjectMapper().readTree(body).path("code").asText()).isEqualTo("throttled");
    }
}
