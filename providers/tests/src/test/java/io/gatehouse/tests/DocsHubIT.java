package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The docs hub as a browser without scripts sees it: every page is there, obeys a strict policy, and nothing else is served. Long
 * because each promise of the one small door has its test here.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsHubIT {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
    private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"#]+)");

    /** {@code data-testid} of the start page's cards with the address behind each. */
    private static final Pattern CARD =
            Pattern.compile("data-testid=\"(gh-docs-card-[a-z-]+)\">.*?<a href=\"([^\"]+)\"", Pattern.DOTALL);

    private Gatehouse gatehouse;
    private TestRealm realm;

    @BeforeAll
    void prepare(Gatehouse server, TestRealm own) {
        gatehouse = server;
        realm = own;
    }

    private Request docs(String method, String name) {
        return gatehouse.outsideContract().request(method, realm.path("/gatehouse/docs/" + name));
    }

    private Answer page(String name) {
        return docs("GET", name).send().expect(200);
    }

    private static String policy(Answer answer) {
        List<String> all = answer.headers().allValues("Content-Security-Policy");
        assertThat(all).as(answer.request()).hasSize(1);
        return all.get(0);
    }

    @Test
    void startPageHasTheCardsAndEachLeadsSomewhere() {
        Answer start = page("");

        assertThat(start.mediaType()).isEqualTo("text/html");
        assertThat(start.body())
                .contains(
                        "<h1>API documentation hub</h1>",
                        "Developer documentation and integration references",
                        "data-testid=\"gh-docs-health\"");
        Set<String> cards = new TreeSet<>();
        Matcher card = CARD.matcher(start.body());
        while (card.find()) {
            cards.add(card.group(1));
            if (!card.group(2).startsWith("../")) {
                Answer ignored = page(card.group(2));
            }
        }
        assertThat(cards)
                .contains(
                        "gh-docs-card-keys",
                        "gh-docs-card-webhooks",
                        "gh-docs-card-limits",
                        "gh-docs-card-key-manager",
                        "gh-docs-card-explorer",
                        "gh-docs-card-integrations",
                        "gh-docs-card-authentication");
    }

    @Test
    void everyPageThatThePagesLeadToIsServedUnderAStrictPolicy() {
        Set<String> seen = new TreeSet<>(Set.of("index.html"));
        List<String> next = List.of("index.html");
        while (!next.isEmpty()) {
            Set<String> found = new TreeSet<>();
            for (String name : next) {
                Answer answer = page(name);
                assertThat(policy(answer))
                        .as(name)
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'");
                assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
                if (name.endsWith(".html")) {
                    LINK.matcher(answer.body())
                            .results()
                            .map(link -> resolved(name, link.group(1)))
                            .filter(target -> !target.startsWith("../") && !target.startsWith("http"))
                            .forEach(found::add);
                }
            }
            found.removeAll(seen);
            seen.addAll(found);
            next = List.copyOf(found);
        }
        assertThat(seen)
                .contains("explorer.html", "playground.html", "guide/webhooks.html", "guide/quick-start.html")
                .hasSizeGreaterThan(30);
    }

    private static String resolved(String page, String link) {
        boolean isBelow = page.contains("/");
        if (link.startsWith("http")) {
            return link;
        }
        if (link.startsWith("../") && isBelow) {
            return link.substring("../".length());
        }
        return isBelow && !link.startsWith("../") ? page.substring(0, page.indexOf('/') + 1) + link : link;
    }

    @Test
    void onlyTheExplorerMaySetStylesAtElements() {
        assertThat(policy(page(""))).isEqualTo(POLICY);
        assertThat(policy(page("playground.html"))).isEqualTo(POLICY);
        assertThat(policy(page("explorer.html")))
                .isEqualTo(POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
    }

    @Test
    void explorerCountsWhatTheLiveContractHas() {
        JsonNode contract = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/v1/openapi.json"))
                .send()
                .expect(200)
                .json();
        int operations = 0;
        for (JsonNode path : contract.path("paths")) {
            for (JsonNode member : path) {
                // Beside operations a path has the parameters that they share.
                operations += member.has("operationId") ? 1 : 0;
            }
        }

        assertThat(page("explorer.html").body())
                .contains(
                        "data-testid=\"gh-docs-explorer-title\">"
                                + contract.path("info").path("title").asText() + "<",
                        "data-testid=\"gh-docs-explorer-version\">"
                                + contract.path("info").path("version").asText() + "<",
                        "data-testid=\"gh-docs-explorer-paths\">"
                                + contract.path("paths").size() + "<",
                        "data-testid=\"gh-docs-explorer-operations\">" + operations + "<",
                        "These are the first 24 of " + operations + " operations.",
                        "is for SDKs and CI");
    }

    @Test
    void explorerHasARowForEveryOperation() {
        JsonNode contract = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/v1/openapi.json"))
                .send()
                .json();
        String explorer = page("explorer.html").body();

        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode described = operation.getValue();
                    if (!described.has("operationId")) {
                        return;
                    }
                    List<String> codes = new ArrayList<>();
                    described.path("responses").fieldNames().forEachRemaining(codes::add);
                    assertThat(rowOf(explorer, described.path("operationId").asText()))
                            .contains(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    ">" + path.getKey() + "<",
                                    ">" + described.path("tags").path(0).asText() + "<",
                                    ">" + String.join(" ", codes) + "<");
                }));
    }

    private static String rowOf(String explorer, String operation) {
        int link = explorer.indexOf("playground.html#" + operation + "\"");
        assertThat(link).as(operation).isPositive();
        return explorer.substring(explorer.lastIndexOf("<tr", link), link);
    }

    @Test
    void referenceHasTablesOfWhatAnOperationTakesAndAnswers() {
        assertThat(page("reference/api-keys.html").body())
                .contains(
                        "id=\"createApiKey\"",
                        "aria-label=\"Request members of",
                        "aria-label=\"Members of answer 201 to",
                        "<code>name</code> <span class=\"required\">required</span>");
    }

    @Test
    void addressWithoutASlashLeadsToTheOneWith() {
        Answer answer = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/docs"))
                .send()
                .expect(302);

        assertThat(answer.header("Location").orElseThrow()).endsWith("docs/").doesNotContain("//docs");
        assertThat(policy(answer)).isEqualTo(POLICY);
    }

    @Test
    void pageThatTheCallerHasIsNotSentAgain() {
        String etag = page("guide/errors.html").header("ETag").orElseThrow();

        Answer again = docs("GET", "guide/errors.html")
                .header("If-None-Match", etag)
                .send()
                .expect(304);

        assertThat(again.body()).isEmpty();
        assertThat(again.header("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void addressesThatChangeWithTheirContentAreKeptForEver() {
        Matcher style = Pattern.compile("href=\"(assets/[^\"]+/hub\\.css)\"").matcher(page("").body());
        assertThat(style.find()).isTrue();

        Answer answer = page(style.group(1));

        assertThat(answer.mediaType()).isEqualTo("text/css");
        assertThat(answer.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void whoTakesGzipGetsLess() {
        Answer packed = docs("GET", "guide/events.html")
                .header("Accept-Encoding", "gzip")
                .send()
                .expect(200);

        assertThat(packed.header("Content-Encoding")).hasValue("gzip");
        assertThat(packed.header("Vary")).hasValue("Accept-Encoding");
        assertThat(packed.header("ETag")).isNotEqualTo(page("guide/events.html").header("ETag"));
    }

    @Test
    void headTellsTheSameWithoutTheContent() {
        Answer head = docs("HEAD", "guide/errors.html").send().expect(200);

        assertThat(head.body()).isEmpty();
        assertThat(head.mediaType()).isEqualTo("text/html");
        assertThat(head.header("ETag")).isEqualTo(page("guide/errors.html").header("ETag"));
        assertThat(policy(head)).isEqualTo(POLICY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.html", "guide/", "guide/nothing.html", "files.txt", "INDEX.HTML", "index.html/"})
    void whatIsNotThereIsAPageThatSaysSo(String name) {
        Answer answer = docs("GET", name).header("Accept", "text/html").send().expect(404);

        assertThat(answer.mediaType()).isEqualTo("text/html");
        assertThat(answer.body()).contains("Page not found");
        assertThat(policy(answer)).isEqualTo(POLICY);
        docs("HEAD", name).send().expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../v1/../docs/../../../META-INF/MANIFEST.MF",
                "..%2f..%2fMETA-INF%2fgatehouse%2fopenapi.json",
                "%2e%2e/META-INF/gatehouse/openapi.json",
                "..%5c..%5cMETA-INF%5cMANIFEST.MF",
                "guide/..%2findex.html",
                "%252e%252e%252fMETA-INF/MANIFEST.MF",
                "..;/META-INF/MANIFEST.MF",
                "index.html%00",
                "/etc/passwd",
                "file:///etc/passwd"
            })
    void nothingElseOfTheJarOrTheMachineIsServed(String name) {
        String path = realm.path("/gatehouse/docs/" + name);
        try (RawClient raw = new RawClient(gatehouse.baseUrl())) {
            String answer = raw.send(RawClient.request(gatehouse.baseUrl(), "GET", path, ""));

            assertThat(answer.lines().findFirst().orElseThrow()).matches("HTTP/1\\.1 (400|404) .*");
            assertThat(answer).doesNotContain("Manifest-Version", "\"openapi\"", "root:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void hubCannotBeWritten(String method) {
        assertThat(docs(method, "index.html").send().expect(405).mediaType()).isEqualTo("application/problem+json");
    }

    @Test
    void pagesAreTheSameForEveryRealm() {
        String own = page("").body();

        assertThat(gatehouse
                        .outsideContract()
                        .get("/realms/master/gatehouse/docs/")
                        .send()
                        .expect(200)
                        .body())
                .isEqualTo(own)
                .doesNotContain(realm.name());
    }

    @Test
    void descriptionOfTheApiHasATagThatTheHubKnows() {
        Answer head = gatehouse
                .outsideContract()
                .request("HEAD", realm.path("/gatehouse/v1/openapi.json"))
                .send()
                .expect(200);

        assertThat(head.body()).isEmpty();
        assertThat(head.mediaType()).isEqualTo("application/json");
        assertThat(page("").body())
                .contains("data-contract=" + head.header("ETag").orElseThrow());
    }

    @Test
    void missingApprovalIsAPageToo() {
        Answer answer = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/approvals/nothing?code=x"))
                .header("Accept", "text/html")
                .send()
                .expect(404);

        assertThat(answer.mediaType()).isEqualTo("text/html");
    }
}
