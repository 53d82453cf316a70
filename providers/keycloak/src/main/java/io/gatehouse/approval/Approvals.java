package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.approval.ApprovalState;
import io.gatehouse.core.approval.ApprovalStatus;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Polling;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The approvals of one realm. Each step locks the row, the agent's before it, so that of two decisions one wins, and a change
 * of the agent at the same moment is either seen or waits. It knows nothing of who may do what, see {@link ApprovalPeople}. Long
 * because every step of a state is taken here.
 */
public final class Approvals {
    private static final String TARGET = "approval";
    private static final int MAX_ID_LENGTH = 36;
    private static final int RETRY_AFTER_SECONDS = 60;

    private final RealmScope scope;
    private final Events events;
    private final Agents agents;

    /** The approvals of the scope's realm. */
    public Approvals(RealmScope scope, Events events, Agents agents) {
        this.scope = scope;
        this.events = events;
        this.agents = agents;
    }

    /**
     * What became of a wish.
     *
     * @param approval the request that waits for people
     * @param code by which whoever asked comes back; known to nobody else, and kept nowhere
     */
    public record Asked(Approval approval, String code) {}

    /** What a poll finds. */
    public sealed interface Poll {
        /**
         * Nobody decided yet.
         *
         * @param leftSeconds how long people still have
         */
        record Waiting(long leftSeconds) implements Poll {}

        /** The poll came too soon after the one before. */
        record TooSoon() implements Poll {}

        /**
         * There is no token.
         *
         * @param answer why
         */
        record Over(ApprovalState.Answer answer, Approval approval) implements Poll {}

        /** There is one, if everything else still allows it. */
        record Approved(Approval approval) implements Poll {}
    }

    /**
     * Asks people. Who asks for the same again while it waits gets another code for the same request, and the one before is
     * none any more: nobody is asked twice.
     *
     * @throws GatehouseException 429 when too much of the agent waits already
     */
    public Asked ask(ApprovalWish wish) {
        long nowMs = Clock.nowMs();
        String code = DeferralCode.make();
        String digest = HexFormat.of().formatHex(wish.binding().digest());
        List<ApprovalEntity> waiting = em().createNamedQuery("gatehouse.pendingApprovalsOfAgent", ApprovalEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("agent", wish.agent().id())
                .setParameter("now", nowMs)
                .setMaxResults(Approval.MAX_PENDING_PER_AGENT)
                .getResultList();
        for (ApprovalEntity row : waiting) {
            if (digest.equals(row.digest())) {
                row.recode(DeferralCode.hash(code));
                em().flush();
                return new Asked(row.toApproval(), code);
            }
        }
        if (waiting.size() >= Approval.MAX_PENDING_PER_AGENT) {
            throw GatehouseException.throttled(
                    Approval.MAX_PENDING_PER_AGENT + " requests of this agent wait for approval already.",
                    RETRY_AFTER_SECONDS);
        }
        Map<String, Object> request = new HashMap<>(wish.request());
        request.put(ApprovalLink.ISSUER, scope.issuer());
        Approval approval = approval(wish, request, digest, nowMs);
        em().persist(new ApprovalEntity(scope.realmId(), approval, DeferralCode.hash(code)));
        ApproverNames.of(wish.demand().approvers().get(0), wish.agent(), wish.requesterId(), wish.subjectId())
                .forEach(name -> em().persist(
                                new ApproverEntity(Entropy.uuid().toString(), scope.realmId(), approval.id(), name)));
        append(wish.described()
                .apply(event(EventType.APPROVAL_REQUESTED, approval))
                .decision("require_approval", approval.decisionId())
                .data("expires_at", Clock.iso(approval.state().deadlineMs()))
                .personal("intent", wish.intent()));
        return new Asked(approval, code);
    }

    private static Approval approval(ApprovalWish wish, Map<String, Object> request, String digest, long nowMs) {
        Agent agent = wish.agent();
        return new Approval(
                Entropy.uuid(nowMs).toString(),
                agent.id(),
                agent.owner(),
                agent.organizationId(),
                wish.subjectId(),
                wish.requesterId(),
                AgentState.of(agent),
                wish.binding().clientId(),
                digest,
                request,
                wish.rule(),
                wish.demand(),
                ApprovalState.asked(wish.demand().limits(), nowMs),
                null,
                Entropy.uuid().toString(),
                nowMs);
    }

    /** The approval that the code belongs to, without a lock. */
    public Optional<Approval> byCode(String code) {
        if (!DeferralCode.isWellFormed(code)) {
            return Optional.empty();
        }
        return em().createNamedQuery("gatehouse.approvalByCode", ApprovalEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("hash", DeferralCode.hash(code))
                .getResultStream()
                .findFirst()
                .map(ApprovalEntity::toApproval);
    }

    /** Looks whether it is decided, for whoever holds its code; notes that somebody asked. */
    public Poll poll(Approval found) {
        ApprovalEntity row = lock(found.id()).orElseThrow(GatehouseException::notFound);
        long nowMs = Clock.nowMs();
        if (!isAgentTheSame(found)) {
            cancel(row, nowMs);
        }
        Approval approval = row.toApproval();
        ApprovalState.Answer answer = approval.state().answer(nowMs);
        if (answer == ApprovalState.Answer.TOKEN) {
            return new Poll.Approved(approval);
        }
        if (answer != ApprovalState.Answer.PENDING) {
            return new Poll.Over(answer, approval);
        }
        if (Polling.isTooSoon(row.polledAtMs(), nowMs)) {
            return new Poll.TooSoon();
        }
        row.polledAt(nowMs);
        return new Poll.Waiting(Math.max(1, (approval.state().deadlineMs() - nowMs) / 1000));
    }

    /**
     * Notes that the token was made, or that it may not be made any more; the row must be locked by {@link #poll}.
     *
     * @throws GatehouseException 503 when the approval has ended while its token was made; nothing of that may be kept
     */
    public void settle(Approval approval, boolean isRedeemed) {
        ApprovalEntity row = lock(approval.id()).orElseThrow(GatehouseException::notFound);
        long nowMs = Clock.nowMs();
        if (isRedeemed) {
            row.become(
                    row.state()
                            .redeem(nowMs)
                            .orElseThrow(() -> GatehouseException.unavailable("The approval ended at this moment.", 1)),
                    nowMs);
        } else {
            row.state().cancel(nowMs).ifPresent(next -> row.become(next, nowMs));
        }
    }

    /** The approval with this id. */
    public Optional<Approval> find(String id) {
        return row(id).map(ApprovalEntity::toApproval);
    }

    /** One page of approvals, newest first. */
    public Page<Approval> list(ApprovalFilter filter, PageRequest request) {
        return new ApprovalQuery(scope, filter, Clock.nowMs()).page(request);
    }

    /** Whether the agent is still what it was when it asked. */
    public boolean isAgentTheSame(Approval approval) {
        return agents.find(approval.agentId())
                .filter(agent -> AgentState.of(agent).equals(approval.agentState()))
                .isPresent();
    }

    /** Decides whether a locked approval may be decided so; what it throws ends the decision. */
    @FunctionalInterface
    public interface Rule {
        /** @throws GatehouseException when it may not */
        void check(Approval approval, Agent agent);
    }

    /**
     * A person says yes.
     *
     * @param grant what the person allows, no more than the approval lets it
     * @return empty when there is no such approval
     * @throws GatehouseException 409 {@code approval_closed} when it is decided already, or over
     */
    public Optional<Approval> approve(String id, Rule rule, ApprovalTerms.Grant grant, Approval.Verdict verdict) {
        return decide(id, rule, verdict, state -> state.approve(grant, verdict.atMs()), EventType.APPROVAL_APPROVED);
    }

    /** A person says no; otherwise as {@link #approve}. */
    public Optional<Approval> deny(String id, Rule rule, Approval.Verdict verdict) {
        return decide(id, rule, verdict, state -> state.deny(verdict.atMs()), EventType.APPROVAL_DENIED);
    }

    private interface Step {
        Optional<ApprovalState> from(ApprovalState state);
    }

    private Optional<Approval> decide(String id, Rule rule, Approval.Verdict verdict, Step step, EventType type) {
        Optional<ApprovalEntity> unlocked = row(id);
        if (unlocked.isEmpty()) {
            return Optional.empty();
        }
        Agent agent = agents.lockForIssue(unlocked.get().agentId()).orElseThrow(GatehouseException::notFound);
        ApprovalEntity row = lock(id).orElseThrow(GatehouseException::notFound);
        Approval before = row.toApproval();
        rule.check(before, agent);
        if (!AgentState.of(agent).equals(before.agentState())) {
            throw GatehouseException.conflict(
                    "approval_closed", "The agent was changed since it asked; it must ask again.");
        }
        row.become(step.from(row.state()).orElseThrow(() -> closed(row, verdict.atMs())), verdict.atMs());
        row.decided(verdict);
        Approval after = row.toApproval();
        ApprovalTerms.Grant grant = after.state().grant();
        append(event(type, after)
                .decision(type == EventType.APPROVAL_APPROVED ? "allow" : "deny", after.decisionId())
                .data("granted_scope", grant == null ? null : grant.scopes())
                .data(
                        "approved_until",
                        grant == null ? null : Clock.iso(after.state().deadlineMs()))
                .personal("reason", verdict.reason()));
        return Optional.of(after);
    }

    private static GatehouseException closed(ApprovalEntity row, long nowMs) {
        ApprovalStatus status = row.state().statusAt(nowMs);
        return GatehouseException.conflict(
                "approval_closed", "The request is decided or over: it is " + ApprovalWords.of(status) + ".");
    }

    /**
     * Writes down what the clock has ended, and deletes what was kept long enough.
     *
     * @return whether there may be more
     */
    boolean end(long nowMs, int max) {
        List<String> ids = em().createNamedQuery("gatehouse.approvalIdsToEnd", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setMaxResults(max)
                .getResultList();
        ids.forEach(id -> lock(id).ifPresent(row -> end(row, nowMs)));
        return ids.size() == max;
    }

    private void end(ApprovalEntity row, long nowMs) {
        if (row.state().status().isFinal()) {
            int ignored = em().createQuery(
                            "delete from GatehouseApprover a where a.realmId = :realm and a.approvalId = :id")
                    .setParameter("realm", scope.realmId())
                    .setParameter("id", row.id())
                    .executeUpdate();
            em().remove(row);
            return;
        }
        row.state().expire(nowMs).ifPresent(next -> {
            row.become(next, nowMs);
            append(event(EventType.APPROVAL_EXPIRED, row.toApproval()).data("ended_by", "deadline"));
        });
    }

    private void cancel(ApprovalEntity row, long nowMs) {
        row.state().cancel(nowMs).ifPresent(next -> {
            row.become(next, nowMs);
            append(event(EventType.APPROVAL_EXPIRED, row.toApproval()).data("ended_by", "agent_changed"));
        });
    }

    /** Those which mail is to be sent for; they are planned anew, for when it is not sent after all. */
    List<Approval> claimMail(long nowMs, int max) {
        List<String> ids = em().createNamedQuery("gatehouse.approvalIdsToMail", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setMaxResults(max)
                .getResultList();
        return ids.stream()
                .flatMap(id -> lock(id).stream())
                .peek(row -> row.mailAt(ApprovalMail.nextTryMs(row.mailTries(), nowMs)))
                .filter(row -> row.state().statusAt(nowMs) == ApprovalStatus.PENDING)
                .map(ApprovalEntity::toApproval)
                .toList();
    }

    /** Notes that mail is sent. */
    void mailed(String id) {
        lock(id).ifPresent(row -> row.mailAt(null));
    }

    private Optional<ApprovalEntity> row(String id) {
        if (id.length() > MAX_ID_LENGTH || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(em().find(ApprovalEntity.class, id)).filter(row -> row.isOf(scope.realmId()));
    }

    private Optional<ApprovalEntity> lock(String id) {
        Optional<ApprovalEntity> row = row(id);
        row.ifPresent(found -> {
            em().flush();
            em().refresh(found, LockModeType.PESSIMISTIC_WRITE);
        });
        return row;
    }

    private Event.Builder event(EventType type, Approval approval) {
        ApprovalContent content = new ApprovalContent(approval.request());
        return Event.of(type, TARGET, approval.id())
                .agent(approval.agentId())
                .subject(approval.subjectId())
                .data("organization_id", approval.organizationId())
                .data("scope", content.scopes())
                .data("audience", content.targets());
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
