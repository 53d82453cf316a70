package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of keys by the passing of time: they are told to expire, and idle old ones are revoked. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyDeadlinesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private AuditCalls audit;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        audit = new AuditCalls(new RealmCalls(server, realm));
    }

    @Test
    void keyIsToldToExpire14And7And1DaysAheadEachOnce() {
        String id = keys.key("expires_in_days", 20).text("id");
        String tenDays = keys.key("expires_in_days", 10).text("id");
        String revoked = keys.key("expires_in_days", 20).text("id");
        keys.admin("DELETE", "/api-keys/" + revoked).send().expect(204);
        String off = keys.key("expires_in_days", 20).text("id");
        keys.admin("PATCH", "/api-keys/" + off)
                .json(body("is_active", false))
                .send()
                .expect(200);

        at(Duration.ofDays(6).plusMinutes(1), id, 14);
        at(Duration.ofDays(13).plusMinutes(1), id, 14, 7);
        at(Duration.ofDays(19).plusMinutes(1), id, 14, 7, 1);
        // The job has looked since then: whatever it had told twice would be there before this.
        String later = keys.key("expires_in_days", 8).text("id");
        at(Duration.ofDays(20).plusMinutes(2), later, 7);

        assertThat(told(id)).containsExactly(14, 7, 1);
        assertThat(told(tenDays)).containsExactly(7);
        assertThat(told(revoked)).isEmpty();
        assertThat(told(off)).isEmpty();
        JsonNode event = audit.first("?type=api_key.expiring&key_id=" + id);
        assertThat(event.at("/actor/type").asText()).isEqualTo("system");
        assertThat(event.at("/data/expires_at")).isEqualTo(keys.shown(id).path("expires_at"));
    }

    @Test
    void oldKeyIsRevokedWhenNobodyUsedItForSoLong() {
        Answer idle = keys.key();
        Answer used = keys.key();
        Answer without = keys.key();
        rotate(idle, "overlap_seconds", 2_592_000, "revoke_when_idle_hours", 2);
        rotate(used, "overlap_seconds", 2_592_000, "revoke_when_idle_hours", 2);
        rotate(without, "overlap_seconds", 2_592_000);
        gatehouse.moveClock(Duration.ofHours(1));
        assertThat(keys.verify(used.text("key")).text("code")).isEqualTo("VALID");
        Eventually.holds(
                LIMIT,
                "the use is written down",
                () -> keys.shown(used.text("id")).path("use_count").asInt() == 1);

        gatehouse.moveClock(Duration.ofHours(2).plusMinutes(2));

        Eventually.holds(LIMIT, "the idle one is revoked", () -> status(idle).equals("revoked"));
        JsonNode event = audit.first("?type=api_key.revoked&key_id=" + idle.text("id"));
        assertThat(event.path("cause").asText()).isEqualTo("idle");
        assertThat(keys.verify(idle.text("key")).text("code")).isEqualTo("REVOKED");
        assertThat(List.of(status(used), status(without))).containsOnly("active");

        gatehouse.moveClock(Duration.ofHours(3).plusMinutes(4));
        Eventually.holds(LIMIT, "the other one is revoked", () -> status(used).equals("revoked"));
        assertThat(status(without)).isEqualTo("active");
    }

    /** Moves the clock and waits until these notices are there. */
    private void at(Duration clock, String id, Integer... days) {
        gatehouse.moveClock(clock);
        Eventually.holds(LIMIT, id + " at " + clock, () -> told(id).equals(List.of(days)));
    }

    /** Of how many days each notice told, the oldest first. */
    private List<Integer> told(String id) {
        return audit.items("?type=api_key.expiring&key_id=" + id).stream()
                .map(event -> event.at("/data/days_left").asInt())
                .sorted((a, b) -> b - a)
                .toList();
    }

    private void rotate(Answer key, Object... namesAndValues) {
        keys.admin("POST", "/api-keys/" + key.text("id") + "/rotate")
                .json(body(namesAndValues))
                .send()
                .expect(201);
    }

    private String status(Answer key) {
        return keys.shown(key.text("id")).path("status").asText();
    }
}
