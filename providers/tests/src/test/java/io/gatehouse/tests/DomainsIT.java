package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.DomainCalls.Added;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains from adding to deleting: whose they are, who holds them, and what Keycloak's organizations know of it. Long by its refusals. */
@ExtendWith(GatehouseExtension.class)
class DomainsIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private KeyRealm keys;
    private DomainCalls domains;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        keys = new KeyRealm(gatehouse, realm);
        domains = new DomainCalls(calls);
    }

    @Test
    void addedDomainShowsTheRecordThatProvesIt() {
        Answer answer = calls.admin("POST", "/domains")
                .json(Map.of("domain", "Bücher-" + KeyRealm.unique("d") + ".Example"))
                .send()
                .expect(201);
        JsonNode shown = answer.json();

        assertThat(shown.path("domain").asText()).startsWith("xn--bcher-").endsWith(".example");
        assertThat(shown.path("status").asText()).isEqualTo("pending");
        assertThat(shown.at("/txt/name").asText())
                .isEqualTo("_gatehouse-challenge." + shown.path("domain").asText());
        assertThat(shown.at("/txt/value").asText()).matches("gatehouse-domain-verification=[a-z2-7]{52}");
        assertThat(Instant.parse(shown.path("expires_at").asText()))
                .isEqualTo(Instant.parse(shown.path("created_at").asText()).plusSeconds(7 * 86_400));
        assertThat(calls.admin("GET", "/domains/" + shown.path("id").asText())
                        .send()
                        .expect(200)
                        .json())
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,invalid_domain",
        "acme.example.,invalid_domain",
        "*.acme.example,invalid_domain",
        "192.0.2.1,invalid_domain",
        "https://acme.example,invalid_domain",
        "acme.internal,reserved_domain",
        "co.uk,public_suffix",
        "GitHub.io,public_suffix",
        "gmail.com,shared_mail_domain",
        "mail.GMX.de,shared_mail_domain"
    })
    void domainThatNobodyCanHoldIsRefused(String name, String code) {
        JsonNode error = calls.admin("POST", "/domains")
                .json(Map.of("domain", name))
                .send()
                .expect(422)
                .json()
                .at("/errors/0");

        assertThat(error.path("pointer").asText()).isEqualTo("/domain");
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    @Test
    void sameDomainIsAddedOncePerHolderUntilItIsDeleted() {
        Added domain = domains.add();
        Map<String, Object> again = Map.of("domain", domain.name());
        assertThat(calls.admin("POST", "/domains")
                        .json(again)
                        .send()
                        .expect(409)
                        .text("code"))
                .isEqualTo("domain_exists");
        Added ofOrganization = domains.add(domain.name(), keys.organization());
        assertThat(ofOrganization.value()).isNotEqualTo(domain.value());

        calls.admin("DELETE", "/domains/" + domain.id()).send().expect(204);

        calls.admin("GET", "/domains/" + domain.id()).send().expect(404);
        assertThat(calls.admin("POST", "/domains")
                        .json(again)
                        .send()
                        .expect(201)
                        .json()
                        .at("/txt/value")
                        .asText())
                .isNotEqualTo(domain.value());
    }

    @Test
    void verifiedDomainIsVerifiedInKeycloakUntilItIsDeleted() {
        String organization = keys.organization();
        String name = domains.nameInKeycloak(organization);
        Added domain = domains.add(name, organization);
        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isFalse();

        domains.verify(domain).expect(200);
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isTrue();

        calls.admin("DELETE", "/domains/" + domain.id()).send().expect(204);
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isFalse();
        AuditCalls audit = new AuditCalls(calls);
        for (String type : List.of("domain.created", "domain.verified", "domain.deleted")) {
            JsonNode event = audit.first("?type=" + type + "&target=" + domain.id());
            assertThat(event.at("/actor/type").asText()).isEqualTo("admin");
        }
    }

    @Test
    void secondHolderIsRefusedUntilTheFirstLetsGo() {
        Added first = domains.add();
        Added second = domains.add(first.name(), keys.organization());
        TestDns.say(first.record(), TestDns.texts(first.value(), second.value()));
        domains.verify(first).expect(200);

        assertThat(domains.verify(second).expect(409).text("code")).isEqualTo("domain_taken");
        assertThat(domains.status(second)).isEqualTo("pending");

        calls.admin("DELETE", "/domains/" + first.id()).send().expect(204);
        gatehouse.moveClock(java.time.Duration.ofSeconds(6));
        assertThat(domains.verify(second).expect(200).text("status")).isEqualTo("verified");
    }

    @Test
    void oneOfManyHoldersThatVerifyAtOnceGetsTheDomain() throws Exception {
        Added first = domains.add();
        List<Added> all = Stream.concat(
                        Stream.of(first),
                        Stream.generate(() -> domains.add(first.name(), keys.organization()))
                                .limit(5))
                .toList();
        TestDns.say(first.record(), TestDns.texts(all.stream().map(Added::value).toList()));

        ExecutorService callers = Executors.newFixedThreadPool(all.size());
        List<Integer> statuses;
        try {
            statuses = callers
                    .invokeAll(all.stream()
                            .map(domain -> (Callable<Integer>)
                                    () -> domains.verify(domain).status())
                            .toList())
                    .stream()
                    .map(DomainsIT::value)
                    .toList();
        } finally {
            callers.shutdownNow();
        }

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(all.size() - 1);
        assertThat(all.stream().map(domains::status)).containsOnlyOnce("verified");
    }

    private static int value(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void askingAgainAtOnceIsThrottled() {
        Added domain = domains.add();
        domains.verify(domain).expect(200);

        Answer answer = domains.verify(domain).expect(429);

        assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow())).isBetween(1, 5);
    }

    @Test
    void deletedOrganizationTakesItsDomainsAlong() {
        String organization = keys.organization();
        Added domain = domains.add(domains.nameInKeycloak(organization), organization);
        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        domains.verify(domain).expect(200);

        realm.admin("DELETE", "/organizations/" + organization).send().expect(204);

        calls.admin("GET", "/domains/" + domain.id()).send().expect(404);
        assertThat(new AuditCalls(calls)
                        .first("?type=domain.deleted&target=" + domain.id())
                        .path("cause")
                        .asText())
                .isEqualTo("organization_deleted");
    }

    @Test
    void managerOfAnOrganizationManagesItsDomainsAlone() {
        String organization = keys.organization();
        KeyRealm.Person manager = keys.person();
        keys.makeManager(organization, manager.id());
        String token = keys.token(manager.username());
        Added ofRealm = domains.add();

        String mine = keys.v1("POST", "/domains")
                .bearer(token)
                .json(Map.of("domain", KeyRealm.unique("d") + ".example"))
                .send()
                .expect(201)
                .text("id");

        JsonNode listed =
                keys.v1("GET", "/domains").bearer(token).send().expect(200).json();
        assertThat(listed.path("items")).hasSize(1);
        assertThat(listed.at("/items/0/id").asText()).isEqualTo(mine);
        assertThat(listed.at("/items/0/organization_id").asText()).isEqualTo(organization);
        for (String method : List.of("GET", "DELETE")) {
            keys.v1(method, "/domains/" + ofRealm.id()).bearer(token).send().expect(404);
        }
        keys.v1("POST", "/domains/" + ofRealm.id() + "/verify")
                .bearer(token)
                .send()
                .expect(404);
        keys.v1("POST", "/domains")
                .bearer(token)
                .json(Map.of("domain", KeyRealm.unique("d") + ".example", "organization_id", keys.organization()))
                .send()
                .expect(404);
        keys.v1("DELETE", "/domains/" + mine).bearer(token).send().expect(204);
    }

    @Test
    void domainsAreListedByStatusAndPaged() {
        try (TestRealm other = gatehouse.freshRealm()) {
            DomainCalls there = new DomainCalls(new RealmCalls(gatehouse, other));
            Added first = there.add();
            Added second = there.verified();
            Added third = there.add();

            JsonNode page = there.calls()
                    .admin("GET", "/domains?limit=2")
                    .send()
                    .expect(200)
                    .json();
            assertThat(page.path("items"))
                    .extracting(item -> item.path("id").asText())
                    .containsExactly(third.id(), second.id());
            JsonNode rest = there.calls()
                    .admin(
                            "GET",
                            "/domains?limit=2&cursor="
                                    + page.at("/pagination/next_cursor").asText())
                    .send()
                    .expect(200)
                    .json();
            assertThat(rest.path("items"))
                    .extracting(item -> item.path("id").asText())
                    .containsExactly(first.id());
            JsonNode verified = there.calls()
                    .admin("GET", "/domains?status=verified&offset=0")
                    .send()
                    .expect(200)
                    .json();
            assertThat(verified.at("/pagination/total").asInt()).isEqualTo(1);
            there.calls().admin("GET", "/domains?status=lost").send().expect(400);
        }
    }

    @Test
    void hundredthDomainOfAHolderIsAddedAndTheNextIsRefused() {
        String organization = keys.organization();
        for (int i = 0; i < 100; i++) {
            Added ignored = domains.add("n" + i + ".acme.example", organization);
        }

        assertThat(calls.admin("POST", "/domains")
                        .json(Map.of("domain", "n100.acme.example", "organization_id", organization))
                        .send()
                        .expect(409)
                        .text("code"))
                .isEqualTo("too_many_domains");
    }
}
