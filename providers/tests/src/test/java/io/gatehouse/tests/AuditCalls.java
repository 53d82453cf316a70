package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.NoteKey;
import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What tests do with the audit log of one realm. */
record AuditCalls(RealmCalls calls) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A request to the log by the master administrator. */
    Request audit(String method, String below) {
        return calls.admin(method, "/audit" + below);
    }

    /** Answers a GET with 200. */
    Answer get(String below) {
        return audit("GET", below).send().expect(200);
    }

    /** A new agent; the id of the request that made it, once the log has its event. */
    String change() {
        String requestId = UUID.randomUUID().toString();
        calls.admin("POST", "/agents")
                .header("X-Request-ID", requestId)
                .json(Map.of("name", "Agent", "owner", "Team"))
                .send()
                .expect(201);
        return event(requestId).path("request_id").asText();
    }

    /** So many changes, all in the log. */
    void changes(int count) {
        for (int i = 1; i < count; i++) {
            calls.admin("POST", "/agents")
                    .json(Map.of("name", "Agent", "owner", "Team"))
                    .send()
                    .expect(201);
        }
        String ignored = change();
    }

    /** The newest event of a request, once the log has it. */
    JsonNode event(String requestId) {
        return first("?request_id=" + requestId);
    }

    /** The newest event that a query finds, once it finds one. */
    JsonNode first(String query) {
        return Eventually.value(LIMIT, "the log has " + query, () -> Optional.of(items(query))
                .filter(items -> !items.isEmpty())
                .map(items -> items.get(0)));
    }

    /** The events that a query finds now. */
    List<JsonNode> items(String query) {
        List<JsonNode> items = new ArrayList<>();
        get("/events" + query).json().path("items").forEach(items::add);
        return items;
    }

    /** How many events the log has. */
    long size() {
        return checkpoint().size();
    }

    /** A checkpoint of now, verified with the realm's published key. */
    Checkpoint checkpoint() {
        return verified(note());
    }

    /** A checkpoint of now as anybody gets it. */
    String note() {
        return calls.v1("GET", "/audit/checkpoint").send().expect(200).body();
    }

    Checkpoint verified(String note) {
        return Checkpoint.verify(note, origin(), List.of(noteKey()));
    }

    NoteKey noteKey() {
        return new NoteKey(
                origin(), Ed25519PublicKey.ofRaw(Base64.getUrlDecoder().decode(publicKey())));
    }

    String origin() {
        return Checkpoint.originOf(realmId());
    }

    String realmId() {
        return calls.realm().admin("GET", "").send().expect(200).text("id");
    }

    /** The realm's Ed25519 key as its JWKS has it, member {@code x}. */
    String publicKey() {
        for (JsonNode key : calls.realm().certificates()) {
            if (key.path("crv").asText().equals("Ed25519")) {
                return key.path("x").asText();
            }
        }
        throw new AssertionError("The realm publishes no Ed25519 key");
    }

    /** The realm's JWKS. */
    String jwks() {
        return calls.gatehouse()
                .http()
                .get(calls.realm().path("/protocol/openid-connect/certs"))
                .send()
                .expect(200)
                .body();
    }
}
