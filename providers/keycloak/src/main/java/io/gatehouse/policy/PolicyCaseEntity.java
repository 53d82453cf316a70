package io.gatehouse.policy;

import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_POLICY_TEST: written once. Added and removed only under the lock of {@link PolicyChanges}. */
@Entity(name = "GatehousePolicyTest")
@Table(name = "GATEHOUSE_POLICY_TEST")
@NamedQuery(
        name = "gatehouse.policyTests",
        query = "select t from GatehousePolicyTest t where t.realmId = :realm and t.policyId = :policy"
                + " order by t.createdAtMs, t.id")
@NamedQuery(
        name = "gatehouse.policyTest",
        query = "select t from GatehousePolicyTest t where t.realmId = :realm and t.policyId = :policy and t.id = :id")
@NamedQuery(
        name = "gatehouse.deletePolicyTests",
        query = "delete from GatehousePolicyTest t where t.realmId = :realm and t.policyId = :policy")
@NullUnmarked
class PolicyCaseEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "POLICY_ID", nullable = false, length = 36)
    private String policyId;

    @Column(name = "NAME", nullable = false, length = StoredCase.MAX_NAME_LENGTH)
    private String name;

    @Column(name = "CONTENT", nullable = false)
    private String content;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    protected PolicyCaseEntity() {}

    PolicyCaseEntity(String realmId, StoredCase made) {
        this.id = made.id();
        this.realmId = realmId;
        this.policyId = made.policyId();
        this.name = made.name();
        this.content = Json.write(made.content());
        this.createdAtMs = made.createdAtMs();
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 when somebody edited the row into something that cannot be read */
    StoredCase toCase() {
        Map<String, Object> read = Json.readMap(content);
        return new StoredCase(
                id, policyId, name, read, PolicyCaseBodies.readContent(new Fields(Json.tree(read))), createdAtMs);
    }
}
