package io.gatehouse.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_POLICY_VERSION: what a policy said, written once. */
@Entity(name = "GatehousePolicyVersion")
@Table(name = "GATEHOUSE_POLICY_VERSION")
@NamedQuery(
        name = "gatehouse.policyVersions",
        query = "select v from GatehousePolicyVersion v where v.realmId = :realm and v.policyId = :policy"
                + " and v.version < :before order by v.version desc")
@NamedQuery(
        name = "gatehouse.policyVersion",
        query = "select v from GatehousePolicyVersion v where v.realmId = :realm and v.policyId = :policy"
                + " and v.version = :version")
@NamedQuery(
        name = "gatehouse.deletePolicyVersions",
        query = "delete from GatehousePolicyVersion v where v.realmId = :realm and v.policyId = :policy")
@NullUnmarked
class PolicyVersionEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "POLICY_ID", nullable = false, length = 36)
    private String policyId;

    @Column(name = "VERSION", nullable = false)
    private int version;

    @Column(name = "NAME", nullable = false, length = 100)
    private String name;

    @Column(name = "DESCRIPTION", length = 500)
    private String description;

    @Column(name = "PRIORITY", nullable = false)
    private int priority;

    @Column(name = "IS_ACTIVE", nullable = false)
    private boolean isActive;

    @Column(name = "MODE", nullable = false, length = 16)
    private String mode;

    @Column(name = "RULES", nullable = false)
    private String rules;

    @Column(name = "STOCK_GRANTS", nullable = false)
    private boolean isForStockGrants;

    @Column(name = "CREATED_BY", nullable = false)
    private String createdBy;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "REASON", length = 500)
    private String reason;

    protected PolicyVersionEntity() {}

    PolicyVersionEntity(String id, String realmId, StoredPolicy policy, String createdBy, String reason) {
        this.id = id;
        this.realmId = realmId;
        this.policyId = policy.id();
        this.version = policy.version();
        this.name = policy.content().name();
        this.description = policy.content().description();
        this.priority = policy.content().priority();
        this.isActive = policy.content().isActive();
        this.mode = policy.content().mode().text();
        this.rules = policy.content().rules();
        this.isForStockGrants = policy.content().isForStockGrants();
        this.createdBy = createdBy;
        this.createdAtMs = policy.updatedAtMs();
        this.reason = reason;
    }

    PolicyVersion toVersion() {
        PolicyContent content = new PolicyContent(
                name,
                description,
                priority,
                isActive,
                PolicyMode.of(mode).orElse(PolicyMode.ENFORCE),
                rules,
                isForStockGrants);
        return new PolicyVersion(version, content, createdBy, createdAtMs, reason);
    }
}
