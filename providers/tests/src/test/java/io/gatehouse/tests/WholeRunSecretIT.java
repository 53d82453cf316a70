package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Exchange;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The last class of a run: no secret that any test was shown is anywhere but in that one answer. {@link SecretWatch} has
 * looked through every answer; of every server of the run the tables, the log, PostgreSQL's log of all statements and the audit
 * export follow.
 */
@ExtendWith(GatehouseExtension.class)
@Isolated("it comes after all others")
@Order(Integer.MAX_VALUE)
class WholeRunSecretIT {
    private static final int ALL_LINES = Integer.MAX_VALUE / 2;

    @Test
    void noSecretOfTheWholeRunIsAnywhereButInTheAnswerThatMadeIt(
            Gatehouse gatehouse, TestRealm realm, ServerPool servers) {
        SecretWatch watch = SecretWatch.RUN;
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        keys.v1("GET", "/api-keys")
                .bearer(keys.key("scopes", List.of("gatehouse:read")).text("key"))
                .send()
                .expect(200);

        export(realm);
        for (Gatehouse server : servers.all()) {
            export(server.realm("demo"));
            watch.searchTables(server);
            server.server().logTail(ALL_LINES).lines().forEach(line -> watch.search(line, "the server's log"));
            server.postgres().ifPresent(postgres -> postgres.eachLogLine(line -> watch.search(line, "a statement")));
        }

        System.out.printf("%d secrets were searched for in the whole run%n", watch.secrets());
        assertThat(watch.secrets()).isPositive();
        assertThat(watch.findings()).isEmpty();
    }

    @Test
    void secretWouldBeFound(Gatehouse gatehouse, TestRealm realm) {
        SecretWatch watch = new SecretWatch();
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        String word = UUID.randomUUID().toString().replace("-", "");
        Answer made = keys.key("name", "with " + word);
        String key = made.text("key");
        watch.accept(new Exchange("POST", "/gatehouse/api-keys", null, null, made));
        assertThat(watch.findings()).isEmpty();

        watch.search("x" + ApiKeyText.parse(key).orElseThrow().secret().reveal() + "y", "a log");
        watch.accept(new Exchange("GET", "/x", null, null, made));

        assertThat(watch.secrets()).isEqualTo(1);
        assertThat(watch.findings()).contains("a log", "GET /x -> 201");
        assertThat(SecretWatch.tablesWith(gatehouse, Set.of(word)))
                .anyMatch(column -> column.equalsIgnoreCase("GATEHOUSE_API_KEY.NAME"));
    }

    private static void export(TestRealm realm) {
        for (String format : List.of("json", "csv")) {
            realm.admin("GET", "/gatehouse/audit/export?format=" + format)
                    .send()
                    .expect(200);
        }
    }
}
