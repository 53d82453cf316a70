package io.gatehouse.tests;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Exchange;
import io.gatehouse.testkit.search.SecretWindows;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Remembers every secret of a key or an agent that an answer of the run showed, and looks for it in every answer after that
 * one, of whatever test. {@link WholeRunSecretIT} then looks everywhere else and fails if anything was found. Safe for use by
 * several threads; what it holds is bounded.
 */
final class SecretWatch implements Consumer<Exchange> {
    /** The one of the run: of one database, since each has a JVM of its own. */
    static final SecretWatch RUN = new SecretWatch();

    /** The members by which an answer may show a secret: that of the call that made it. */
    private static final List<String> MEMBERS = List.of("key", "secret_key");

    private static final int MAX_SECRETS = 100_000;
    private static final int MAX_FINDINGS = 20;

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Set<String> findings = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(Exchange exchange) {
        Answer answer = exchange.answer();
        String where = exchange.method() + " " + exchange.path() + " -> " + answer.status();
        search(answer.body(), where);
        answer.headers().map().forEach((name, values) -> search(String.join(" ", values), where + ", header " + name));
        if (answer.status() == 201 && exchange.path().contains("/gatehouse")) {
            remember(answer.body());
        }
    }

    /** Looks for every secret that is known so far. */
    void search(CharSequence text, String where) {
        if (SecretWindows.hasAny(secrets, text) && findings.size() < MAX_FINDINGS) {
            findings.add(where);
        }
    }

    /** On PostgreSQL the log of its statements tells at the end what was ever written; H2 has none. */
    void beforeRealmIsGone(Gatehouse gatehouse) {
        if (gatehouse.postgres().isEmpty() && ServerPool.has(gatehouse) && !secrets.isEmpty()) {
            searchTables(gatehouse);
        }
    }

    /** Looks into every table of the server. */
    void searchTables(Gatehouse gatehouse) {
        tablesWith(gatehouse, secrets).stream().limit(MAX_FINDINGS).forEach(findings::add);
    }

    /** The tables and columns that hold one of these words of {@value SecretWindows#LENGTH} base62 characters. */
    static List<String> tablesWith(Gatehouse gatehouse, Set<String> words) {
        JsonNode found = gatehouse
                .outsideContract()
                .post("/realms/master/gatehouse-test-clock/search")
                .body("text/plain", String.join("\n", words))
                .send()
                .expect(200)
                .json()
                .path("found");
        return new ObjectMapper().convertValue(found, new TypeReference<>() {});
    }

    /** How many secrets are known. */
    int secrets() {
        return secrets.size();
    }

    /** Where one was found. */
    Set<String> findings() {
        return Set.copyOf(findings);
    }

    private void remember(String body) {
        if (secrets.size() >= MAX_SECRETS) {
            throw new IllegalStateException("More than " + MAX_SECRETS + " secrets in one run");
        }
        try {
            JsonNode answer = json.readTree(body);
            for (String member : MEMBERS) {
                ApiKeyText.parse(answer.path(member).asText())
                        .ifPresent(key -> secrets.add(key.secret().reveal()));
            }
        } catch (IOException e) {
            throw new AssertionError("no JSON in an answer with 201: " + body, e);
        }
    }
}
