package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key is shown in the answer of its creation and nowhere else, ever. */
@ExtendWith(GatehouseExtension.class)
class ApiKeySecretIT {
    private static final int ALL_LINES = Integer.MAX_VALUE / 2;
    private static final int SECRET_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;
    private static final List<String> TABLES = List.of(
            "gatehouse_api_key",
            "gatehouse_event",
            "gatehouse_event_personal",
            "gatehouse_sequenced_event",
            "gatehouse_idempotency",
            "gatehouse_revocation",
            "event_entity",
            "admin_event_entity");

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void keyIsShownOnceAndIsInNoOtherAnswerLogOrTable() {
        long mark = gatehouse.postgres().map(PostgresServer::mark).orElse(0L);
        String idempotency = UUID.randomUUID().toString();
        Answer made = create(idempotency);
        String key = made.text("key");
        String secret = key.substring(key.length() - SECRET_LENGTH - CHECKSUM_LENGTH, key.length() - CHECKSUM_LENGTH);
        String id = made.text("id");

        List<Answer> others = everythingElse(idempotency, key, id);

        assertThat(others).allSatisfy(answer -> {
            assertThat(answer.body()).as(answer.request()).doesNotContain(secret);
            assertThat(answer.headers().map().toString()).as(answer.request()).doesNotContain(secret);
        });
        assertThat(gatehouse.server().logTail(ALL_LINES)).doesNotContain(secret);
        gatehouse.postgres().ifPresent(postgres -> {
            assertThat(postgres.statementsSince(mark)).noneMatch(line -> line.contains(secret));
            assertThat(rows(postgres)).anyMatch(row -> row.contains(id)).noneMatch(row -> row.contains(secret));
        });
    }

    /** What any other call about the key answers, good and bad. */
    private List<Answer> everythingElse(String idempotency, String key, String id) {
        List<Answer> answers = new ArrayList<>();
        answers.add(create(idempotency).expect(201));
        answers.add(keys.admin("GET", "/api-keys/" + id).send().expect(200));
        answers.add(keys.admin("GET", "/api-keys").send().expect(200));
        answers.add(keys.admin("GET", "/api-keys?search=" + key).send().expect(200));
        answers.add(keys.admin("PATCH", "/api-keys/" + id)
                .json(body("name", "other"))
                .send()
                .expect(200));
        answers.add(keys.admin("PATCH", "/api-keys/" + id)
                .json(body("key", key))
                .send()
                .expect(422));
        answers.add(keys.v1("GET", "/api-keys").bearer(key).send().expect(200));
        answers.add(keys.v1("GET", "/settings").bearer(key).send().expect(403));
        answers.add(keys.v1("GET", "/settings").header("X-API-Key", key).send().expect(403));
        answers.add(keys.v1("GET", "/api-keys").bearer(key).bearer("x").send().expect(400));
        answers.add(keys.v1("GET", "/api-keys").bearer(key + "0").send().expect(401));
        answers.add(keys.verify(key));
        answers.add(keys.verify(key, "unheld"));
        answers.add(keys.verifyAs(key, key));
        answers.add(keys.admin("POST", "/api-keys/verify")
                .json(body("key", key, "surprise", 1))
                .send()
                .expect(422));
        answers.add(keys.introspect("demo-api", "demo-api-secret", key).expect(200));
        answers.add(keys.admin("POST", "/tokens/verify")
                .json(body("token", key))
                .send()
                .expect(200));
        answers.add(keys.admin("POST", "/tokens/revoke")
                .json(body("token", key))
                .send()
                .expect(200));
        answers.add(gatehouse
                .http()
                .get(keys.realm().path("/protocol/openid-connect/userinfo"))
                .bearer(key)
                .send()
                .expect(401));
        answers.add(keys.realm()
                .token("grant_type", "client_credentials", "client_id", "demo-api", "client_secret", key)
                .send()
                .expect(401));
        answers.add(keys.admin("DELETE", "/api-keys/" + id)
                .header("Prefer", "return=representation")
                .send()
                .expect(200));
        answers.add(keys.v1("GET", "/api-keys").bearer(key).send().expect(401));
        answers.add(keys.realm().admin("GET", "/events").send().expect(200));
        answers.add(keys.realm().admin("GET", "/admin-events").send().expect(200));
        return answers;
    }

    private Answer create(String idempotency) {
        return keys.admin("POST", "/api-keys")
                .header("Idempotency-Key", idempotency)
                .json(body("name", "secret", "scopes", List.of("gatehouse:read"), "audiences", List.of("demo-app")))
                .send()
                .expect(201);
    }

    private static List<String> rows(PostgresServer postgres) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(postgres.url("keycloak"), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet found = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (found.next()) {
                        rows.add(table + " " + found.getString(1));
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
