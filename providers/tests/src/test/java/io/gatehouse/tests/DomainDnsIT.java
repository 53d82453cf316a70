package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.DnsServer.Says;
import io.gatehouse.tests.DomainCalls.Added;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xbill.DNS.Rcode;

/** What DNS can say of a record, and what becomes of the domain; within five seconds, whatever it says. */
@ExtendWith(GatehouseExtension.class)
class DomainDnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BURST = 120;
    private static final int DOMAINS = 20;

    private Gatehouse gatehouse;
    private DomainCalls domains;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.domains = new DomainCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void recordThatBothResolversSeeVerifies() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.texts("v=spf1 -all", domain.value()));

        JsonNode shown = domains.verify(domain).expect(200).json();

        assertThat(shown.path("status").asText()).isEqualTo("verified");
        assertThat(shown.at("/last_check/result").asText()).isEqualTo("present");
        assertThat(shown.path("expires_at").isNull()).isTrue();
    }

    @Test
    void recordInSeveralStringsIsOneValue() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.cut(domain.value(), 10));

        assertThat(domains.verify(domain).expect(200).text("status")).isEqualTo("verified");
    }

    /** The pause of each domain is the test's clock's, the realm's a second of real time. */
    @Test
    void realmAsksAHundredAndTwentyTimesAtOnceAndThenOnceASecond() {
        try (TestRealm other = gatehouse.freshRealm()) {
            DomainCalls there = new DomainCalls(new RealmCalls(gatehouse, other));
            List<Added> all =
                    IntStream.range(0, DOMAINS).mapToObj(i -> there.add()).toList();
            long begunNs = System.nanoTime();
            Answer last;
            int admitted = -1;
            do {
                admitted++;
                if (admitted % DOMAINS == 0) {
                    gatehouse.moveClock(Duration.ofSeconds(10L * admitted / DOMAINS));
                }
                last = there.verify(all.get(admitted % DOMAINS));
            } while (last.status() == 200 && admitted < 2 * BURST);
            long seconds = Duration.ofNanos(System.nanoTime() - begunNs).toSeconds() + 1;

            assertThat(admitted).isBetween(BURST, BURST + (int) seconds);
            assertThat(last.expect(429).header("Retry-After")).hasValue("1");
            assertThat(last.text("detail")).contains("for this realm");
        }
    }

    @Test
    void nameThatIsNotThereIsSaidToBeMissing() {
        assertPending("no_such_name", domains.add(), TestDns.code(Rcode.NXDOMAIN));
        assertPending("no_record", domains.add(), TestDns.code(Rcode.NOERROR));
    }

    @Test
    void valueOfAnotherChallengeProvesNothing() {
        try (TestRealm other = gatehouse.freshRealm()) {
            DomainCalls there = new DomainCalls(new RealmCalls(gatehouse, other));
            Added here = domains.add();
            String theirs = there.calls()
                    .admin("POST", "/domains")
                    .json(java.util.Map.of("domain", here.name()))
                    .send()
                    .expect(201)
                    .json()
                    .at("/txt/value")
                    .asText();

            assertPending("other_value", here, TestDns.texts(theirs));
        }
        Added upper = domains.add();
        assertPending("other_value", upper, TestDns.texts(upper.value().toUpperCase(java.util.Locale.ROOT)));
        Added padded = domains.add();
        assertPending("other_value", padded, TestDns.texts(padded.value() + "a"));
    }

    @Test
    void resolversThatFailAreABadGateway() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.code(Rcode.SERVFAIL));

        Answer answer = domains.verify(domain).expect(502);

        assertThat(answer.text("code")).isEqualTo("dns_server_failure");
        assertThat(answer.text("detail")).contains("resolver 1: it answered SERVFAIL", "resolver 2:");
        assertThat(domains.shown(domain).path("status").asText()).isEqualTo("pending");
        assertThat(domains.shown(domain).at("/last_check/result").asText()).isEqualTo("server_failure");
    }

    @Test
    void resolversThatSayNothingAreABadGatewayWithinFiveSeconds() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.silence());

        long startNs = System.nanoTime();
        Answer answer = domains.verify(domain).expect(502);

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
        assertThat(answer.text("code")).isEqualTo("dns_timeout");
        assertThat(domains.status(domain)).isEqualTo("pending");
    }

    @Test
    void oneResolverAloneProvesNothing() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.texts(domain.value()), TestDns.code(Rcode.REFUSED));

        assertThat(domains.verify(domain).expect(502).text("detail"))
                .contains("resolver 1: the record is there", "resolver 2: it answered REFUSED");
        assertThat(domains.status(domain)).isEqualTo("pending");
    }

    @Test
    void resolversThatDisagreeProveNothing() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.code(Rcode.NXDOMAIN), TestDns.texts(domain.value()));

        JsonNode shown = domains.verify(domain).expect(200).json();

        assertThat(shown.path("status").asText()).isEqualTo("pending");
        assertThat(shown.at("/last_check/result").asText()).isEqualTo("resolvers_disagree");
    }

    @Test
    void aliasIsNotFollowed() {
        Added domain = domains.add();
        assertPending("alias", domain, TestDns.alias("elsewhere.example", domain.value()));
        Added loop = domains.add();
        assertPending("alias", loop, TestDns.alias(loop.record()));
    }

    @Test
    void thousandsOfRecordsThatFitIntoAnAnswerAreLookedThrough() {
        Added domain = domains.add();
        List<String> values =
                new ArrayList<>(IntStream.range(0, 3_000).mapToObj(i -> "t" + i).toList());
        values.add(domain.value());
        TestDns.say(domain.record(), TestDns.texts(values));

        assertThat(domains.verify(domain).expect(200).text("status")).isEqualTo("verified");
    }

    @Test
    void tenThousandRecordsAreSaidToBeTooMany() {
        Added domain = domains.add();
        assertPending(
                "too_large",
                domain,
                TestDns.texts(
                        IntStream.range(0, 10_000).mapToObj(i -> "text-" + i).toList()));
    }

    @Test
    void recordOfAlmostSixtyFourKilobytesIsRead() {
        assertPending("other_value", domains.add(), TestDns.texts("x".repeat(255 * 255)));
    }

    private void assertPending(String result, Added domain, Says says) {
        TestDns.say(domain.record(), says);

        long startNs = System.nanoTime();
        JsonNode shown = domains.verify(domain).expect(200).json();

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
        assertThat(shown.path("status").asText()).isEqualTo("pending");
        assertThat(shown.at("/last_check/result").asText()).isEqualTo(result);
        assertThat(shown.at("/last_check/detail").asText()).isNotEmpty();
    }
}
