package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainChallenge;
import io.gatehouse.core.domain.DomainName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_DOMAIN. HELD_NAME is the domain while it is verified and null else; it is unique in the realm, so that the
 * database itself refuses a second holder. Every change is made under the row's lock, see {@link Domains}.
 */
@Entity(name = "GatehouseDomain")
@Table(name = "GATEHOUSE_DOMAIN")
@NamedQuery(
        name = "gatehouse.domainById",
        query = "select d from GatehouseDomain d where d.realmId = :realm and d.id = :id")
@NamedQuery(
        name = "gatehouse.domainNamesOfHolder",
        query = "select d.domainName from GatehouseDomain d where d.realmId = :realm and d.holder = :holder")
@NamedQuery(
        name = "gatehouse.domainsOfHolder",
        query = "select d from GatehouseDomain d where d.realmId = :realm and d.holder = :holder")
@NamedQuery(
        name = "gatehouse.countDomainHolders",
        query =
                "select count(d) from GatehouseDomain d where d.realmId = :realm and d.heldName = :name and d.id <> :id")
@NamedQuery(
        name = "gatehouse.domainIdsDue",
        query =
                "select d.id from GatehouseDomain d where d.realmId = :realm and d.lookAtMs <= :now order by d.lookAtMs")
@NullUnmarked
class DomainEntity {
    /** {@link #holder} of the realm's own domains. */
    static final String REALM_HOLDER = "realm";

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "ORGANIZATION_ID", length = 36)
    private String organizationId;

    @Column(name = "HOLDER", nullable = false, length = 36)
    private String holder;

    @Column(name = "DOMAIN_NAME", nullable = false, length = 253)
    private String domainName;

    @Column(name = "TOKEN", nullable = false, length = 52)
    private String token;

    @Column(name = "STATUS", nullable = false, length = 16)
    private String status;

    @Column(name = "HELD_NAME", length = 253)
    private String heldName;

    @Column(name = "MISSES", nullable = false)
    private int misses;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    @Column(name = "EXPIRES_AT_MS")
    private Long expiresAtMs;

    @Column(name = "VERIFIED_AT_MS")
    private Long verifiedAtMs;

    @Column(name = "CONFIRMED_AT_MS")
    private Long confirmedAtMs;

    @Column(name = "ASKED_AT_MS")
    private Long askedAtMs;

    @Column(name = "CHECKED_AT_MS")
    private Long checkedAtMs;

    @Column(name = "CHECK_RESULT", length = 32)
    private String checkResult;

    @Column(name = "LOOK_AT_MS")
    private Long lookAtMs;

    protected DomainEntity() {}

    DomainEntity(
            String id, String realmId, String organizationId, DomainName name, DomainChallenge challenge, long nowMs) {
        this.id = id;
        this.realmId = realmId;
        this.organizationId = organizationId;
        this.holder = holderOf(organizationId);
        this.domainName = name.text();
        this.token = challenge.token();
        this.status = DomainStatus.PENDING.text();
        this.createdAtMs = nowMs;
        this.updatedAtMs = nowMs;
        this.expiresAtMs = nowMs + Domain.LIFETIME_MS;
        this.lookAtMs = expiresAtMs;
    }

    static String holderOf(String organizationId) {
        return organizationId == null ? REALM_HOLDER : organizationId;
    }

    DomainStatus status() {
        return DomainStatus.valueOf(status.toUpperCase(Locale.ROOT));
    }

    boolean isVerified() {
        return heldName != null;
    }

    /** Whether its time to publish the record is over. */
    boolean isOverdue(long nowMs) {
        return status() == DomainStatus.PENDING && expiresAtMs <= nowMs;
    }

    /** When somebody last asked to look, 0 when nobody did. */
    long askedAtMs() {
        return askedAtMs == null ? 0 : askedAtMs;
    }

    void asked(long nowMs) {
        askedAtMs = nowMs;
    }

    void checked(String result, long nowMs) {
        checkedAtMs = nowMs;
        checkResult = result;
    }

    /** The record was found; from now on it is looked at again and again. */
    void confirm(long nowMs, long nextLookMs) {
        if (!isVerified()) {
            status = DomainStatus.VERIFIED.text();
            heldName = domainName;
            verifiedAtMs = nowMs;
            expiresAtMs = null;
            updatedAtMs = nowMs;
        }
        confirmedAtMs = nowMs;
        misses = 0;
        lookAtMs = nextLookMs;
    }

    int misses() {
        return misses;
    }

    long confirmedAtMs() {
        return confirmedAtMs == null ? 0 : confirmedAtMs;
    }

    /** A look did not find the record; it is not lost yet. */
    void missed(int newMisses, long nextLookMs) {
        misses = newMisses;
        lookAtMs = nextLookMs;
    }

    void lose(int newMisses, long nowMs) {
        status = DomainStatus.UNVERIFIED.text();
        heldName = null;
        misses = newMisses;
        lookAtMs = null;
        updatedAtMs = nowMs;
    }

    void fail(long nowMs) {
        status = DomainStatus.FAILED.text();
        expiresAtMs = null;
        lookAtMs = null;
        updatedAtMs = nowMs;
    }

    /** Somebody looks now; when that comes to nothing, somebody else does at this time. */
    void lookAgainAt(long atMs) {
        lookAtMs = atMs;
    }

    Domain toDomain() {
        return new Domain(
                id,
                realmId,
                organizationId,
                new DomainName(domainName),
                new DomainChallenge(token),
                new Domain.State(status(), expiresAtMs, verifiedAtMs, misses, createdAtMs, updatedAtMs),
                checkedAtMs == null ? null : new Domain.Check(checkedAtMs, checkResult));
    }
}
