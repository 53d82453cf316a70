package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.StatusReference;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_TOKEN: one token that was minted, until it expires. Holds no token, only what names it. */
@Entity(name = "GatehouseToken")
@Table(name = "GATEHOUSE_TOKEN")
@NamedQuery(
        name = "gatehouse.lastIssuedToAgent",
        query = "select max(t.issuedAtMs) from GatehouseToken t where t.realmId = :realm and t.agentId = :agent")
@NamedQuery(name = "gatehouse.expiredTokens", query = "select t.id from GatehouseToken t where t.expiresAtMs < :before")
@NamedQuery(name = "gatehouse.deleteTokens", query = "delete from GatehouseToken t where t.id in :ids")
@NamedQuery(
        name = "gatehouse.statusRevokedTokens",
        query = "select t.statusIndex from GatehouseToken t, GatehouseRevocation r where t.statusList = :list"
                + " and t.realmId = :realm and r.realmId = :realm and r.seq > :seq and r.kind = 'token'"
                + " and t.id = r.subject")
@NamedQuery(
        name = "gatehouse.statusTokensOfAgents",
        query = "select t.statusIndex from GatehouseToken t, GatehouseRevocation r where t.statusList = :list"
                + " and t.realmId = :realm and r.realmId = :realm and r.seq > :seq and r.kind = 'agent'"
                + " and t.agentId = r.subject and t.issuedAtMs <= r.notBeforeMs")
@NamedQuery(
        name = "gatehouse.statusTokensOfOwners",
        query = "select t.statusIndex from GatehouseToken t, GatehouseRevocation r where t.statusList = :list"
                + " and t.realmId = :realm and r.realmId = :realm and r.seq > :seq and r.kind in ('agent', 'owner')"
                + " and t.subjectId = r.subject and t.issuedAtMs <= r.notBeforeMs")
@NamedQuery(
        name = "gatehouse.statusTokensOfKeys",
        query = "select t.statusIndex from GatehouseToken t, GatehouseRevocation r where t.statusList = :list"
                + " and t.realmId = :realm and r.realmId = :realm and r.seq > :seq and r.kind = 'key_tokens'"
                + " and t.keyId = r.subject and t.issuedAtMs <= r.notBeforeMs")
@NamedQuery(
        name = "gatehouse.statusTokensIssuedBefore",
        query = "select t.statusIndex from GatehouseToken t where t.statusList = :list and t.realmId = :realm"
                + " and t.issuedAtMs < :before")
@NullUnmarked
class TokenEntity {
    @Id
    @Column(name = "ID", length = 39)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    /** Null for a token that was exchanged for an API key. */
    @Column(name = "AGENT_ID", length = 36)
    private String agentId;

    /** The API key that it was exchanged for, null for an agent's. */
    @Column(name = "KEY_ID", length = 36)
    private String keyId;

    /** The client that exchanged the key, null for an agent's token. */
    @Column(name = "CLIENT_ID")
    private String clientId;

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

    /** Number of the status list that it refers to, null for none. */
    @Column(name = "STATUS_LIST")
    private Long statusList;

    /** Its place in the list, null for none. */
    @Column(name = "STATUS_INDEX")
    private Integer statusIndex;

    protected TokenEntity() {}

    TokenEntity(String realmId, AgentTokenClaims claims, String signingKeyId, long issuedAtMs) {
        boolean isOfKey = claims.keyId() != null;
        this.realmId = realmId;
        this.id = claims.tokenId();
        this.agentId = isOfKey ? null : claims.clientId();
        this.keyId = claims.keyId();
        this.clientId = isOfKey ? claims.clientId() : null;
        this.subjectId = claims.subject();
        this.parents = claims.parents().isEmpty() ? null : String.join(" ", claims.parents());
        this.signingKeyId = signingKeyId;
        this.issuedAtMs = issuedAtMs;
        this.expiresAtMs = claims.expiresAtSeconds() * 1000;
        StatusReference status = claims.status();
        this.statusList =
                status == null ? null : StatusLists.numberIn(status.uri()).orElseThrow();
        this.statusIndex = status == null ? null : status.index();
    }

    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    String id() {
        return id;
    }

    /** The agent that got it, empty for a token that was exchanged for an API key. */
    Optional<String> agentId() {
        return Optional.ofNullable(agentId);
    }

    /** The key that it was exchanged for, empty for an agent's. */
    Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** The agent, or the client that exchanged the key. */
    String clientId() {
        return agentId == null ? clientId : agentId;
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
