package io.gatehouse.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_POLICY_CHANGE: a change that waits. Written once; made and removed under the lock of {@link PolicyChanges}. */
@Entity(name = "GatehousePolicyChange")
@Table(name = "GATEHOUSE_POLICY_CHANGE")
@NamedQuery(
        name = "gatehouse.policyChange",
        query = "select c from GatehousePolicyChange c where c.realmId = :realm and c.policyId = :policy")
@NullUnmarked
class PendingChangeEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "POLICY_ID", nullable = false, length = 36)
    private String policyId;

    @Column(name = "BASE_VERSION", nullable = false)
    private int baseVersion;

    @Column(name = "IS_DELETION", nullable = false)
    private boolean isDeletion;

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

    @Column(name = "AUTHOR", nullable = false)
    private String author;

    @Column(name = "REASON", length = 500)
    private String reason;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    protected PendingChangeEntity() {}

    PendingChangeEntity(String realmId, PendingChange change) {
        PolicyContent content = change.content();
        this.id = change.id();
        this.realmId = realmId;
        this.policyId = change.policyId();
        this.baseVersion = change.baseVersion();
        this.isDeletion = change.isDeletion();
        this.name = content.name();
        this.description = content.description();
        this.priority = content.priority();
        this.isActive = content.isActive();
        this.mode = content.mode().text();
        this.rules = content.rules();
        this.isForStockGrants = content.isForStockGrants();
        this.author = change.author();
        this.reason = change.reason();
        this.createdAtMs = change.createdAtMs();
    }

    PendingChange toChange() {
        PolicyContent content = new PolicyContent(
                name,
                description,
                priority,
                isActive,
                PolicyMode.of(mode).orElse(PolicyMode.ENFORCE),
                rules,
                isForStockGrants);
        return new PendingChange(id, policyId, baseVersion, isDeletion, content, author, reason, createdAtMs);
    }
}
