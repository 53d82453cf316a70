package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to those who may decide that something waits for them. What is due is claimed and written within a transaction, and
 * handed to the {@link ApprovalOutbox} when that has committed.
 */
final class ApprovalMail {
    /** Most people who are written to about one request. */
    static final int MAX_RECIPIENTS = 50;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));
    private static final String TEMPLATE = "gatehouse-approval.ftl";
    private static final String SUBJECT = "gatehouseApprovalSubject";

    private final RealmScope scope;
    private final Approvals approvals;
    private final ApprovalPeople people;
    private final Agents agents;

    ApprovalMail(RealmScope scope, Approvals approvals, ApprovalPeople people, Agents agents) {
        this.scope = scope;
        this.approvals = approvals;
        this.people = people;
        this.agents = agents;
    }

    /**
     * When a letter is tried again that was not sent, null for no more.
     *
     * @param tries how often it was tried before
     */
    static @Nullable Long nextTryMs(int tries, long nowMs) {
        return tries >= PAUSES.size() ? null : nowMs + PAUSES.get(tries).toMillis();
    }

    /**
     * Writes what is due.
     *
     * @return whether there may be more
     */
    boolean work(long nowMs, int max, ApprovalOutbox outbox) {
        List<Approval> due = approvals.claimMail(nowMs, max);
        List<ApprovalOutbox.Batch> batches = new ArrayList<>();
        for (Approval approval : due) {
            List<Mail.Letter> letters = letters(approval);
            if (letters.isEmpty()) {
                approvals.mailed(approval.id());
            } else {
                batches.add(new ApprovalOutbox.Batch(scope.realmId(), approval.id(), letters));
            }
        }
        AfterCommit.run(scope.session(), () -> batches.forEach(outbox::offer));
        return due.size() == max;
    }

    private List<Mail.Letter> letters(Approval approval) {
        Mail mail = scope.ports().mail();
        Agent agent = agents.find(approval.agentId()).orElse(null);
        if (agent == null || !mail.hasServer(scope.realm())) {
            return List.of();
        }
        Mail.Message message = new Mail.Message(SUBJECT, TEMPLATE, values(approval, agent));
        List<Mail.Letter> letters = new ArrayList<>();
        for (String userId : recipients(approval, agent)) {
            mail.write(scope.session(), scope.realm(), userId, message).ifPresent(letters::add);
        }
        return letters;
    }

    private static Map<String, Object> values(Approval approval, Agent agent) {
        ApprovalContent content = new ApprovalContent(approval.request());
        Map<String, Object> values = new HashMap<>();
        values.put("agentName", agent.details().name());
        values.put("agentId", agent.id());
        values.put("scopes", String.join(" ", content.scopes()));
        values.put("targets", content.targets().isEmpty() ? "any" : String.join(" ", content.targets()));
        values.put("intent", content.intent() == null ? "" : String.valueOf(content.intent()));
        values.put(
                "message",
                approval.rule().message() == null
                        ? ""
                        : String.valueOf(approval.rule().message()));
        values.put(
                "minutes",
                Math.max(
                        1,
                        (approval.state().deadlineMs() - approval.createdAtMs())
                                / Duration.ofMinutes(1).toMillis()));
        values.put("link", ApprovalLink.of(String.valueOf(approval.request().get(ApprovalLink.ISSUER)), approval.id()));
        return values;
    }

    private Set<String> recipients(Approval approval, Agent agent) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : ApproverNames.of(
                approval.demand().approvers().get(0), agent, approval.requesterId(), approval.subjectId())) {
            scope.ports().people().named(scope.session(), scope.realm(), name, MAX_RECIPIENTS).stream()
                    .filter(userId -> people.refusalOf(approval, agent, userId).isEmpty())
                    .limit(MAX_RECIPIENTS - found.size())
                    .forEach(found::add);
        }
        return found;
    }
}
