package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.TlogProof;
import io.gatehouse.testkit.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rule 22 of the contract: erasure needs {@code erase-audit} and a second person; type, time and actor's id stay. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditEraseIT {
    private Gatehouse gatehouse;
    private KeyRealm realm;
    private AuditCalls audit;
    private String first;
    private String second;

    @BeforeAll
    void prepare(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = new KeyRealm(server, testRealm);
        audit = new AuditCalls(new RealmCalls(server, testRealm));
        first = realm.token(realm.person("erase-audit").username());
        second = realm.token(realm.person("erase-audit").username());
    }

    @Test
    void twoPeopleEraseAndEveryProofStillVerifies(@TempDir Path folder) {
        KeyRealm.Person person = realm.person();
        JsonNode before = eventOf(person);
        Map<Long, Hash> hashes = new HashMap<>();
        List<TlogProof> proofs = new ArrayList<>();
        for (long seq = 0; seq < audit.size(); seq++) {
            hashes.put(seq, hash(seq));
            proofs.add(TlogProof.parse(audit.get("/events/" + seq + "/proof").body()));
        }
        String saved = audit.note();

        Answer asked = erase(first, person.id()).expect(202);
        Answer done = erase(second, person.id()).expect(200);

        assertThat(asked.text("status")).isEqualTo("pending");
        assertThat(asked.text("expires_at")).isNotEmpty();
        assertThat(done.text("status")).isEqualTo("erased");
        assertThat(done.text("id")).isEqualTo(asked.text("id"));
        assertThat(done.json().path("erased").asInt())
                .isEqualTo(before.path("personal").size());
        JsonNode after =
                audit.items("?request_id=" + before.path("request_id").asText()).get(0);
        assertThat(after.at("/personal/ip").isNull()).isTrue();
        assertThat(after.at("/personal/user_agent").isNull()).isTrue();
        assertThat(after.path("actor")).isEqualTo(before.path("actor"));
        assertThat(after.path("time")).isEqualTo(before.path("time"));
        hashes.forEach((seq, hash) -> {
            assertThat(hash(seq)).isEqualTo(hash);
            assertThat(proofs.get(seq.intValue()).proves(hash, audit.origin(), List.of(audit.noteKey())))
                    .isTrue();
        });
        JsonNode erased = audit.first("?type=audit.erased&target=" + person.id());
        assertThat(erased.at("/data/erased").asInt())
                .isEqualTo(done.json().path("erased").asInt());
        String export = audit.get("/export").body();
        assertThat(export).doesNotContain(marker(person));
        assertThat(Verifier.verify(folder, export, audit.jwks(), saved).text())
                .startsWith("OK ")
                .contains(done.json().path("erased").asText() + " erased");
    }

    @Test
    void onePersonAloneErasesNothing() {
        KeyRealm.Person person = realm.person();
        JsonNode before = eventOf(person);

        String id = erase(first, person.id()).expect(202).text("id");

        assertThat(erase(first, person.id()).expect(202).text("id")).isEqualTo(id);
        assertThat(audit.items("?request_id=" + before.path("request_id").asText())
                        .get(0)
                        .path("personal"))
                .isEqualTo(before.path("personal"));
    }

    @Test
    void secondPersonHasSevenDays() {
        KeyRealm.Person person = realm.person();
        String late = realm.person("erase-audit").username();
        String id = erase(first, person.id()).expect(202).text("id");

        gatehouse.moveClock(Duration.ofDays(7).plusSeconds(5));
        Answer again = erase(realm.token(late), person.id()).expect(202);

        assertThat(again.text("id")).isNotEqualTo(id);
    }

    @Test
    void programsNeverErase() {
        String client = realm.client();
        realm.realm().grant(realm.serviceAccount(client), "erase-audit");
        String key = new RealmCalls(gatehouse, realm.realm()).key("gatehouse:*").text();

        for (String credential : List.of(realm.serviceAccountToken(client), key)) {
            assertThat(erase(credential, "somebody").expect(403).text("required_scope"))
                    .isEqualTo("audit:erase");
        }
        assertThat(erase(realm.token(realm.person("view-audit").username()), "somebody")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void noKeyCarriesTheRightToErase() {
        realm.admin("POST", "/api-keys")
                .json(Map.of("name", "Eraser", "scopes", List.of("audit:erase")))
                .send()
                .expect(422);
    }

    /** The event of a key that a person makes, so with facts about that person. */
    private JsonNode eventOf(KeyRealm.Person person) {
        String requestId = UUID.randomUUID().toString();
        realm.v1("POST", "/api-keys")
                .header("X-Request-ID", requestId)
                .header("User-Agent", marker(person))
                .bearer(realm.token(person.username()))
                .json(Map.of("name", "Key"))
                .send()
                .expect(201);
        return audit.event(requestId);
    }

    private static String marker(KeyRealm.Person person) {
        return "browser-of-" + person.username();
    }

    private Hash hash(long seq) {
        return Hash.of(Base64.getUrlDecoder().decode(audit.get("/events/" + seq).text("hash")));
    }

    private Answer erase(String token, String subject) {
        return realm.v1("POST", "/audit/erase")
                .bearer(token)
                .json(Map.of("subject", subject))
                .send();
    }
}
