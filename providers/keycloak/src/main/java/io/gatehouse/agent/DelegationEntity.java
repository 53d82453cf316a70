package io.gatehouse.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_DELEGATION: that an agent may act for a user. Never changed; deleted when it is withdrawn. */
@Entity(name = "GatehouseDelegation")
@Table(name = "GATEHOUSE_DELEGATION")
@NamedQuery(
        name = "gatehouse.delegationsOfPair",
        query =
                "select d from GatehouseDelegation d where d.realmId = :realm and d.agentId = :agent and d.userId = :user")
@NamedQuery(
        name = "gatehouse.delegationsById",
        query = "select d from GatehouseDelegation d where d.realmId = :realm and d.id in :ids")
@NamedQuery(
        name = "gatehouse.deleteEndedDelegations",
        query = "delete from GatehouseDelegation d where d.realmId = :realm and d.agentId = :agent and d.userId = :user"
                + " and d.expiresAtMs <= :now")
@NamedQuery(
        name = "gatehouse.deleteDelegationsOfAgent",
        query = "delete from GatehouseDelegation d where d.realmId = :realm and d.agentId = :agent")
@NamedQuery(
        name = "gatehouse.deleteDelegationsOfUser",
        query = "delete from GatehouseDelegation d where d.realmId = :realm and d.userId = :user")
@NullUnmarked
class DelegationEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "AGENT_ID", nullable = false, length = 36)
    private String agentId;

    @Column(name = "USER_ID", nullable = false)
    private String userId;

    @Column(name = "SOURCE", nullable = false, length = 16)
    private String source;

    @Column(name = "SCOPES", nullable = false)
    private String scopes;

    @Column(name = "EXPIRES_AT_MS")
    private Long expiresAtMs;

    @Column(name = "CREATED_BY", nullable = false)
    private String createdBy;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    protected DelegationEntity() {}

    DelegationEntity(String realmId, Delegation delegation) {
        this.id = delegation.id();
        this.realmId = realmId;
        this.agentId = delegation.agentId();
        this.userId = delegation.userId();
        this.source = delegation.source().text();
        this.scopes = String.join(" ", delegation.scopes());
        this.expiresAtMs = delegation.expiresAtMs();
        this.createdBy = delegation.createdBy();
        this.createdAtMs = delegation.createdAtMs();
    }

    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    boolean isEnded(long nowMs) {
        return expiresAtMs != null && expiresAtMs <= nowMs;
    }

    Delegation toDelegation() {
        return new Delegation(
                id,
                agentId,
                userId,
                Delegation.Source.of(source),
                List.of(scopes.split(" ", -1)),
                expiresAtMs,
                createdBy,
                createdAtMs);
    }
}
