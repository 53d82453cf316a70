package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.platform.LoginSession;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_DELEGATED_TOKEN: for whom an agent got a token of GATEHOUSE_TOKEN, with which the row goes. */
@Entity(name = "GatehouseDelegatedToken")
@Table(name = "GATEHOUSE_DELEGATED_TOKEN")
@NamedQuery(
        name = "gatehouse.lastDelegatedByUser",
        query = "select max(t.issuedAtMs) from GatehouseDelegatedToken t where t.realmId = :realm and t.userId = :user")
@NamedQuery(
        name = "gatehouse.lastDelegatedByUserToAgent",
        query = "select max(t.issuedAtMs) from GatehouseDelegatedToken t where t.realmId = :realm and t.userId = :user"
                + " and t.agentId = :agent")
@NamedQuery(
        name = "gatehouse.delegatedOfSession",
        query = "select t.id from GatehouseDelegatedToken t where t.realmId = :realm and t.sessionId = :session")
@NullUnmarked
class DelegatedTokenEntity {
    @Id
    @Column(name = "ID", length = 39)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "AGENT_ID", nullable = false, length = 36)
    private String agentId;

    @Column(name = "USER_ID", nullable = false)
    private String userId;

    @Column(name = "SESSION_ID", nullable = false)
    private String sessionId;

    @Column(name = "ISSUED_AT_MS", nullable = false)
    private long issuedAtMs;

    protected DelegatedTokenEntity() {}

    DelegatedTokenEntity(String realmId, AgentTokenClaims claims, LoginSession login) {
        this.id = claims.tokenId();
        this.realmId = realmId;
        this.agentId = claims.clientId();
        this.userId = claims.subject();
        this.sessionId = login.sessionId();
        this.issuedAtMs = claims.issuedAtMs();
    }
}
