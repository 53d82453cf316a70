package io.gatehouse.eligibility;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_REVOCATION: the truth behind {@link RevocationState}. Never changed; deleted once it expired. */
@Entity(name = "GatehouseRevocation")
@Table(name = "GATEHOUSE_REVOCATION")
@NamedQuery(
        name = "gatehouse.revocationsAfter",
        query = "select r from GatehouseRevocation r where r.seq > :seq and r.expiresAtMs > :now order by r.seq")
@NamedQuery(
        name = "gatehouse.isRevoked",
        query = "select count(r) from GatehouseRevocation r"
                + " where r.realmId = :realm and r.kind = :kind and r.subject = :subject and r.notBeforeMs >= :issued")
@NamedQuery(
        name = "gatehouse.expiredRevocations",
        query = "select r.seq from GatehouseRevocation r where r.expiresAtMs < :before")
@NamedQuery(name = "gatehouse.deleteRevocations", query = "delete from GatehouseRevocation r where r.seq in :seqs")
@NullUnmarked
class RevocationEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "SEQ")
    private Long seq;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "KIND", nullable = false, length = 16)
    private String kind;

    @Column(name = "SUBJECT", nullable = false)
    private String subject;

    @Column(name = "NOT_BEFORE_MS", nullable = false)
    private long notBeforeMs;

    @Column(name = "EXPIRES_AT_MS", nullable = false)
    private long expiresAtMs;

    protected RevocationEntity() {}

    RevocationEntity(Revocation revocation) {
        this.realmId = revocation.realmId();
        this.kind = revocation.kind().text();
        this.subject = revocation.id();
        this.notBeforeMs = revocation.notBeforeMs();
        this.expiresAtMs = revocation.expiresAtMs();
    }

    long seq() {
        return seq;
    }

    Revocation toRevocation() {
        return new Revocation(realmId, RevocationKind.of(kind), subject, notBeforeMs, expiresAtMs);
    }
}
