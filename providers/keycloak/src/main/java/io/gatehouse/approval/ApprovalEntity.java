package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalState;
import io.gatehouse.core.approval.ApprovalStatus;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.platform.JsonColumn;
import io.gatehouse.platform.Owner;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_APPROVAL. Long because it has a member for each column. */
@Entity(name = "GatehouseApproval")
@Table(name = "GATEHOUSE_APPROVAL")
@NamedQuery(
        name = "gatehouse.approvalByCode",
        query = "select a from GatehouseApproval a where a.realmId = :realm and a.codeHash = :hash")
@NamedQuery(
        name = "gatehouse.pendingApprovalsOfAgent",
        query = "select a from GatehouseApproval a where a.realmId = :realm and a.agentId = :agent"
                + " and a.status = 'pending' and a.deadlineMs > :now order by a.createdAtMs")
@NamedQuery(
        name = "gatehouse.approvalIdsToEnd",
        query =
                "select a.id from GatehouseApproval a where a.realmId = :realm and a.endAtMs <= :now order by a.endAtMs")
@NamedQuery(
        name = "gatehouse.approvalIdsToMail",
        query =
                "select a.id from GatehouseApproval a where a.realmId = :realm and a.mailAtMs <= :now order by a.mailAtMs")
@NullUnmarked
class ApprovalEntity {
    /** How long one that is over is kept, in milliseconds: thirty days. */
    static final long RETENTION_MS = 30L * 24 * 60 * 60 * 1000;

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    /** SHA-256 of the deferral code, in hexadecimal digits. */
    @Column(name = "CODE_HASH", nullable = false, length = 64)
    private String codeHash;

    @Column(name = "AGENT_ID", nullable = false, length = 36)
    private String agentId;

    @Column(name = "OWNER_TYPE", nullable = false, length = 16)
    private String ownerType;

    @Column(name = "OWNER_ID", nullable = false)
    private String ownerId;

    @Column(name = "ORGANIZATION_ID", length = 36)
    private String organizationId;

    @Column(name = "SUBJECT_ID")
    private String subjectId;

    @Column(name = "REQUESTER_ID")
    private String requesterId;

    /** What the agent was then; see {@link AgentState}. */
    @Column(name = "AGENT_STATE", nullable = false, length = 64)
    private String agentState;

    @Column(name = "COLLECTOR", nullable = false)
    private String collector;

    @Column(name = "DIGEST", nullable = false, length = 64)
    private String digest;

    @Convert(converter = JsonColumn.class)
    @Column(name = "REQUEST", nullable = false)
    private Map<String, Object> request;

    @Convert(converter = JsonColumn.class)
    @Column(name = "DEMAND", nullable = false)
    private Map<String, Object> demand;

    @Column(name = "POLICY_ID", nullable = false, length = 36)
    private String policyId;

    @Column(name = "POLICY_VERSION", nullable = false)
    private int policyVersion;

    @Column(name = "RULE_ID", nullable = false, length = 64)
    private String ruleId;

    @Column(name = "MESSAGE", length = 500)
    private String message;

    @Column(name = "STATUS", nullable = false, length = 16)
    private String status;

    /** When it ends, unless something happens before; see {@link ApprovalState}. */
    @Column(name = "DEADLINE_MS", nullable = false)
    private long deadlineMs;

    /** When a job is to write that it ended, or to delete it. */
    @Column(name = "END_AT_MS", nullable = false)
    private long endAtMs;

    /** When mail is to be sent, null for never. */
    @Column(name = "MAIL_AT_MS")
    private Long mailAtMs;

    @Column(name = "MAIL_TRIES", nullable = false)
    private int mailTries;

    @Column(name = "GRANTED_SCOPE")
    private String grantedScope;

    @Column(name = "GRANTED_SECONDS")
    private Integer grantedSeconds;

    @Column(name = "DECIDED_BY")
    private String decidedBy;

    @Column(name = "DECIDED_BY_USER")
    private Boolean decidedByUser;

    @Column(name = "DECIDED_AT_MS")
    private Long decidedAtMs;

    @Column(name = "REASON", length = Approval.MAX_REASON_LENGTH)
    private String reason;

    @Column(name = "DECISION_ID", nullable = false, length = 36)
    private String decisionId;

    /** When a poll was last answered, null for never. */
    @Column(name = "POLLED_AT_MS")
    private Long polledAtMs;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    protected ApprovalEntity() {}

    /** The row of a new one. */
    ApprovalEntity(String realmId, Approval approval, String codeHash) {
        this.id = approval.id();
        this.realmId = realmId;
        this.codeHash = codeHash;
        this.agentId = approval.agentId();
        this.ownerType = approval.owner().type().text();
        this.ownerId = approval.owner().id();
        this.organizationId = approval.organizationId();
        this.subjectId = approval.subjectId();
        this.requesterId = approval.requesterId();
        this.agentState = approval.agentState();
        this.collector = approval.collector();
        this.digest = approval.digest();
        this.request = approval.request();
        this.demand = DemandJson.write(approval.demand());
        this.policyId = approval.rule().policyId();
        this.policyVersion = approval.rule().policyVersion();
        this.ruleId = approval.rule().ruleId();
        this.message = approval.rule().message();
        this.decisionId = approval.decisionId();
        this.createdAtMs = approval.createdAtMs();
        this.mailAtMs = approval.createdAtMs();
        become(approval.state(), approval.createdAtMs());
    }

    String id() {
        return id;
    }

    String realmId() {
        return realmId;
    }

    String agentId() {
        return agentId;
    }

    String digest() {
        return digest;
    }

    Long polledAtMs() {
        return polledAtMs;
    }

    int mailTries() {
        return mailTries;
    }

    /** Whether the row belongs to this realm. */
    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    /** Gives it another code; the one before is none any more. */
    void recode(String hash) {
        this.codeHash = hash;
    }

    void polledAt(long nowMs) {
        this.polledAtMs = nowMs;
    }

    /** Plans the next try to send mail, null for no more. */
    void mailAt(Long ms) {
        this.mailAtMs = ms;
        this.mailTries++;
    }

    /** Takes the next state over. */
    void become(ApprovalState state, long nowMs) {
        this.status = state.status().text();
        this.deadlineMs = state.deadlineMs();
        this.endAtMs = state.status().isFinal() ? nowMs + RETENTION_MS : state.deadlineMs();
        ApprovalTerms.Grant grant = state.grant();
        this.grantedScope = grant == null ? null : String.join(" ", grant.scopes());
        this.grantedSeconds = grant == null ? null : grant.seconds();
        if (state.status() != ApprovalStatus.PENDING) {
            this.mailAtMs = null;
        }
    }

    void decided(Approval.Verdict verdict) {
        this.decidedBy = verdict.deciderId();
        this.decidedByUser = verdict.isOfRealm();
        this.decidedAtMs = verdict.atMs();
        this.reason = verdict.reason();
    }

    ApprovalState state() {
        ApprovalTerms.Grant grant = grantedSeconds == null
                ? null
                : new ApprovalTerms.Grant(
                        grantedScope == null || grantedScope.isEmpty()
                                ? List.of()
                                : List.of(grantedScope.split(" ", -1)),
                        grantedSeconds);
        return new ApprovalState(ApprovalStatus.of(status).orElseThrow(), deadlineMs, grant);
    }

    Approval toApproval() {
        ApprovalDemand read = DemandJson.read(demand);
        return new Approval(
                id,
                agentId,
                new Owner(Owner.Type.of(ownerType).orElseThrow(), ownerId),
                organizationId,
                subjectId,
                requesterId,
                agentState,
                collector,
                digest,
                request,
                new Approval.AskingRule(policyId, policyVersion, ruleId, message),
                read,
                state(),
                decidedBy == null ? null : new Approval.Verdict(decidedBy, decidedByUser, reason, decidedAtMs),
                decisionId,
                createdAtMs);
    }
}
