package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tests.DomainCalls.Added;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xbill.DNS.Rcode;

/** What becomes of domains by themselves. */
@ExtendWith(GatehouseExtension.class)
class DomainUpkeepIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration A_BIT = Duration.ofMinutes(1);
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private DomainCalls domains;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        keys = new KeyRealm(gatehouse, realm);
        domains = new DomainCalls(new RealmCalls(gatehouse, realm));
        audit = new AuditCalls(domains.calls());
    }

    @Test
    void recordThatIsMissingOnThreeDaysLosesTheDomainUntilItIsBack() {
        String organization = keys.organization();
        String name = domains.nameInKeycloak(organization);
        Added domain = domains.add(name, organization);
        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        domains.verify(domain).expect(200);

        TestDns.say(domain.record(), TestDns.code(Rcode.NXDOMAIN));
        for (int day = 1; day <= 2; day++) {
            gatehouse.moveClock(Duration.ofDays(day).plus(A_BIT.multipliedBy(day)));
            awaitMisses(domain, day);
            assertThat(domains.status(domain)).isEqualTo("verified");
        }
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isTrue();
        gatehouse.moveClock(Duration.ofDays(3).plus(A_BIT.multipliedBy(3)));

        awaitMisses(domain, 3);
        assertThat(domains.status(domain)).isEqualTo("unverified");
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isFalse();
        assertThat(audit.first("?type=domain.unverified&target=" + domain.id())
                        .path("cause")
                        .asText())
                .isEqualTo("record_missing");

        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        assertThat(domains.verify(domain).expect(200).text("status")).isEqualTo("verified");
        assertThat(domains.isVerifiedInKeycloak(organization, name)).isTrue();
    }

    @Test
    void recordThatIsBackForgetsTheMisses() {
        Added domain = domains.verified();
        TestDns.say(domain.record(), TestDns.code(Rcode.NXDOMAIN));
        gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));
        awaitMisses(domain, 1);

        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        gatehouse.moveClock(Duration.ofDays(2).plus(A_BIT.multipliedBy(2)));

        awaitMisses(domain, 0);
        assertThat(domains.status(domain)).isEqualTo("verified");
    }

    /** Four days of failing resolvers are no miss, and what was never confirmed for seven days is lost all the same. */
    @Test
    void resolversThatFailLoseTheDomainOnlyAfterSevenDays() {
        Added domain = domains.verified();
        TestDns.say(domain.record(), TestDns.code(Rcode.SERVFAIL));
        gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));
        awaitResult(domain, "server_failure");
        assertThat(domains.status(domain)).isEqualTo("verified");
        assertThat(domains.shown(domain).path("misses").asInt()).isZero();

        gatehouse.moveClock(Duration.ofDays(7).plus(A_BIT.multipliedBy(2)));

        assertThat(audit.first("?type=domain.unverified&target=" + domain.id())
                        .path("cause")
                        .asText())
                .isEqualTo("not_confirmed");
        assertThat(domains.status(domain)).isEqualTo("unverified");
    }

    @Test
    void challengeEndsAfterSevenDays() {
        Added domain = domains.add();
        TestDns.say(domain.record(), TestDns.texts(domain.value()));

        gatehouse.moveClock(Duration.ofDays(7).plus(A_BIT));

        assertThat(domains.verify(domain).expect(409).text("code")).isEqualTo("challenge_expired");
        assertThat(audit.first("?type=domain.failed&target=" + domain.id())
                        .at("/actor/type")
                        .asText())
                .isEqualTo("system");
        assertThat(domains.status(domain)).isEqualTo("failed");
        assertThat(domains.verify(domain).expect(409).text("code")).isEqualTo("challenge_expired");
    }

    /** A row as it stands when its node died between claiming the look and settling it. */
    @Test
    @Tag("postgresql")
    void lookOfANodeThatDiedIsDoneOnceWhenItsClaimHasRunOut() {
        Added domain = domains.verified();
        TestDns.say(domain.record(), TestDns.code(Rcode.NXDOMAIN));
        EventRows rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        long claimedUntilMs = System.currentTimeMillis() + CLAIM.toMillis();
        List<Map<String, String>> ignored = rows.query(
                "update gatehouse_domain set look_at_ms = cast(? as bigint) where id = ?",
                Long.toString(claimedUntilMs),
                domain.id());
        assertThat(lookAtMs(rows, domain)).isEqualTo(claimedUntilMs);

        gatehouse.moveClock(CLAIM.plus(A_BIT));
        awaitMisses(domain, 1);
        assertThat(lookAtMs(rows, domain))
                .isGreaterThan(claimedUntilMs + Duration.ofHours(23).toMillis());
        gatehouse.moveClock(CLAIM.plus(A_BIT).multipliedBy(2));

        assertThat(domains.shown(domain).path("misses").asInt()).isEqualTo(1);
    }

    private static long lookAtMs(EventRows rows, Added domain) {
        return Long.parseLong(rows.query("select look_at_ms from gatehouse_domain where id = ?", domain.id())
                .get(0)
                .get("look_at_ms"));
    }

    private void awaitMisses(Added domain, int misses) {
        Eventually.holds(
                LIMIT,
                "look with " + misses + " misses",
                () -> domains.shown(domain).path("misses").asInt() == misses);
    }

    private void awaitResult(Added domain, String result) {
        Eventually.holds(
                LIMIT,
                "look that shows " + result,
                () -> domains.shown(domain).at("/last_check/result").asText().equals(result));
    }
}
