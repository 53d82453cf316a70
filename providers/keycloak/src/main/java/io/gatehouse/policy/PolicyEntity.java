package io.gatehouse.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_POLICY: a policy as it is now. Changed only under the lock of {@link PolicyChanges}. */
@Entity(name = "GatehousePolicy")
@Table(name = "GATEHOUSE_POLICY")
@NamedQuery(
        name = "gatehouse.policyById",
        query = "select p from GatehousePolicy p where p.realmId = :realm and p.id = :id")
@NamedQuery(
        name = "gatehouse.allPolicies",
        query = "select p from GatehousePolicy p where p.realmId = :realm order by p.name, p.createdAtMs, p.id")
@NamedQuery(name = "gatehouse.countPolicies", query = "select count(p) from GatehousePolicy p where p.realmId = :realm")
@NullUnmarked
class PolicyEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

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

    @Column(name = "VERSION", nullable = false)
    private int version;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    protected PolicyEntity() {}

    PolicyEntity(String id, String realmId, PolicyContent content, long nowMs) {
        this.id = id;
        this.realmId = realmId;
        this.createdAtMs = nowMs;
        say(content, nowMs);
    }

    /** Says something else from now on, as a version of its own. */
    final void say(PolicyContent content, long nowMs) {
        name = content.name();
        description = content.description();
        priority = content.priority();
        isActive = content.isActive();
        mode = content.mode().text();
        rules = content.rules();
        isForStockGrants = content.isForStockGrants();
        version++;
        updatedAtMs = nowMs;
    }

    StoredPolicy toPolicy() {
        PolicyContent content = new PolicyContent(
                name,
                description,
                priority,
                isActive,
                PolicyMode.of(mode).orElse(PolicyMode.ENFORCE),
                rules,
                isForStockGrants);
        return new StoredPolicy(id, version, content, createdAtMs, updatedAtMs);
    }
}
