package io.gatehouse.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_AUDIT_ERASURE: an erasure that one person asked for and a second one has not confirmed yet. */
@Entity(name = "GatehouseAuditErasure")
@Table(name = "GATEHOUSE_AUDIT_ERASURE")
@NamedQuery(
        name = "gatehouse.erasureOfSubject",
        query = "select e from GatehouseAuditErasure e where e.realmId = :realm and e.subjectId = :subject")
@NamedQuery(
        name = "gatehouse.deleteExpiredErasures",
        query = "delete from GatehouseAuditErasure e where e.realmId = :realm and e.expiresAtMs <= :now")
@NullUnmarked
class ErasureEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "SUBJECT_ID", nullable = false, length = 255)
    private String subjectId;

    @Column(name = "REQUESTED_BY", nullable = false, length = 255)
    private String requestedBy;

    @Column(name = "REQUESTED_AT_MS", nullable = false)
    private long requestedAtMs;

    @Column(name = "EXPIRES_AT_MS", nullable = false)
    private long expiresAtMs;

    protected ErasureEntity() {}

    ErasureEntity(String id, String realmId, String subjectId, String requestedBy, long nowMs, long expiresAtMs) {
        this.id = id;
        this.realmId = realmId;
        this.subjectId = subjectId;
        this.requestedBy = requestedBy;
        this.requestedAtMs = nowMs;
        this.expiresAtMs = expiresAtMs;
    }

    String id() {
        return id;
    }

    String requestedBy() {
        return requestedBy;
    }

    long requestedAtMs() {
        return requestedAtMs;
    }

    long expiresAtMs() {
        return expiresAtMs;
    }
}
