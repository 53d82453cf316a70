package io.gatehouse.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_TOKEN: one token that was minted, until it expires. Holds no token, only what names it. */
@Entity(name = "GatehouseToken")
@Table(name = "GATEHOUSE_TOKEN")
@NamedQuery(
        name = "gatehouse.lastIssuedToAgent",
        query = "select max(t.issuedAtMs) from GatehouseToken t where t.realmId = :realm and t.agentId = :agent")
@NamedQuery(name = "gatehouse.expiredTokens", query = "select t.id from GatehouseToken t where t.expiresAtMs < :before")
@NamedQuery(name = "gatehouse.deleteTokens", query = "delete from GatehouseToken t where t.id in :ids")
@NullUnmarked
class TokenEntity {
    @Id
    @Column(name = "ID", length = 39)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "AGENT_ID", nullable = false, length = 36)
    private String agentId;

    @Column(name = "SUBJECT_ID", nullable = false)
    private String subjectId;

    /** Space-separated ids of the tokens that this one was exchanged from; null for a token of its own. */
    @Column(name = "PARENTS")
    private String parents;

    @Column(name = "SIGNING_KEY_ID", nullable = false)
    private String signingKeyId;

    @Column(name = "ISSUED_AT_MS", nullable = false)
    private long issuedAtMs;

    @Column(name = "EXPIRES_AT_MS", nullable = false)
    private long expiresAtMs;

    @Column(name = "REVOKED_AT_MS")
    private Long revokedAtMs;

    protected TokenEntity() {}

    TokenEntity(
            String realmId,
            String id,
            String agentId,
            String subjectId,
            String keyId,
            long issuedAtMs,
            long expiresAtMs) {
        this.realmId = realmId;
        this.id = id;
        this.agentId = agentId;
        this.subjectId = subjectId;
        this.signingKeyId = keyId;
        this.issuedAtMs = issuedAtMs;
        this.expiresAtMs = expiresAtMs;
    }

    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    String id() {
        return id;
    }

    String agentId() {
        return agentId;
    }

    long expiresAtMs() {
        return expiresAtMs;
    }

    boolean isRevoked() {
        return revokedAtMs != null;
    }

    /** Keeps the first revocation time when called twice. */
    void revoke(long nowMs) {
        if (revokedAtMs == null) {
            revokedAtMs = nowMs;
        }
    }
}
