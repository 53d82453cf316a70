package io.gatehouse.approval;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_APPROVER: one of those who may decide an approval, in a form by which people find what waits for them. */
@Entity(name = "GatehouseApprover")
@Table(name = "GATEHOUSE_APPROVER")
@NullUnmarked
class ApproverEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "APPROVAL_ID", nullable = false, length = 36)
    private String approvalId;

    @Column(name = "APPROVER", nullable = false)
    private String approver;

    protected ApproverEntity() {}

    ApproverEntity(String id, String realmId, String approvalId, String approver) {
        this.id = id;
        this.realmId = realmId;
        this.approvalId = approvalId;
        this.approver = approver;
    }
}
