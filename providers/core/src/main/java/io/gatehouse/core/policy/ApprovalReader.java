package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.core.token.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code approval} of a rule. */
final class ApprovalReader {
    /** How long people have to decide when the rule does not say, in seconds. */
    static final int DEFAULT_EXPIRES_SECONDS = 3_600;

    /** How long an approval holds when the rule does not say, in seconds. */
    static final int DEFAULT_APPROVED_SECONDS = 3_600;

    private static final Set<String> MEMBERS =
            Set.of("approvers", "expires_seconds", "max_scope", "approved_for_seconds", "step_up");

    private final JsonNode approval;
    private final String pointer;
    private final Faults faults;

    private ApprovalReader(JsonNode approval, String pointer, Faults faults) {
        this.approval = approval;
        this.pointer = pointer;
        this.faults = faults;
    }

    /**
     * Reads it; what is wrong is a fault.
     *
     * @param approval the member; a missing one stands for an empty object
     * @return null only when there is a fault
     */
    static @Nullable ApprovalTerms read(JsonNode approval, String pointer, Faults faults) {
        if (!approval.isMissingNode() && !faults.isObject(approval, pointer, MEMBERS)) {
            return null;
        }
        return new ApprovalReader(approval, pointer, faults).terms();
    }

    private @Nullable ApprovalTerms terms() {
        List<Approver> approvers = approvers();
        List<String> maxScope = maxScope();
        Optional<Integer> expires = seconds(
                "expires_seconds",
                ApprovalTerms.MIN_EXPIRES_SECONDS,
                ApprovalTerms.MAX_EXPIRES_SECONDS,
                DEFAULT_EXPIRES_SECONDS);
        Optional<Integer> approvedFor =
                seconds("approved_for_seconds", 1, ApprovalTerms.MAX_APPROVED_SECONDS, DEFAULT_APPROVED_SECONDS);
        boolean stepUp = stepUp();
        return faults.isEmpty() && expires.isPresent() && approvedFor.isPresent()
                ? new ApprovalTerms(approvers, expires.get(), maxScope, approvedFor.get(), stepUp)
                : null;
    }

    private List<Approver> approvers() {
        List<Approver> approvers = new ArrayList<>();
        if (!approval.has("approvers")) {
            return approvers;
        }
        String at = pointer + "/approvers";
        List<Faults.At> values = faults.values(approval.get("approvers"), at);
        if (values.size() > ApprovalTerms.MAX_APPROVERS) {
            faults.add(at, "too_many", "A rule names at most 20 approvers; make a group of them.");
            return approvers;
        }
        for (Faults.At value : values) {
            Optional<Approver> approver = faults.text(value.node(), value.pointer(), Approver.MAX_LENGTH)
                    .flatMap(text -> approver(text, value.pointer()));
            approver.ifPresent(approvers::add);
        }
        return approvers;
    }

    private Optional<Approver> approver(String text, String at) {
        Optional<Approver> approver = Approver.of(text);
        if (approver.isEmpty()) {
            faults.add(
                    at,
                    "invalid_value",
                    "This must be user:<id>, group:<id>, role:<name>, or one of: " + Approver.RELATIONS + ".");
        }
        return approver;
    }

    private @Nullable List<String> maxScope() {
        if (!approval.has("max_scope")) {
            return null;
        }
        List<String> scopes = new ArrayList<>();
        for (Faults.At value : faults.values(approval.get("max_scope"), pointer + "/max_scope")) {
            faults.text(value.node(), value.pointer(), Scopes.MAX_SCOPE_LENGTH).ifPresent(text -> {
                if (Scopes.isScopeToken(text)) {
                    scopes.add(text);
                } else {
                    faults.add(value.pointer(), "invalid_value", "This must be the name of a scope.");
                }
            });
        }
        return scopes;
    }

    private Optional<Integer> seconds(String member, int min, int max, int otherwise) {
        return approval.has(member)
                ? faults.number(approval.get(member), pointer + "/" + member, min, max)
                        .map(Long::intValue)
                : Optional.of(otherwise);
    }

    private boolean stepUp() {
        JsonNode value = approval.path("step_up");
        if (!value.isMissingNode() && !value.isBoolean()) {
            faults.add(pointer + "/step_up", "wrong_type", "This must be true or false.");
        }
        return value.asBoolean();
    }
}
