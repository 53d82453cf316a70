package io.gatehouse.policy;

import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.policy.PolicyTransferBodies.WantedPolicy;
import io.gatehouse.policy.PolicyTransferRepresentation.Outcome;
import io.gatehouse.policy.PolicyTransferRepresentation.OutcomeRepresentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes all policies out of a realm as a file and brings such a file into a realm, by names: all of it or nothing. */
public final class PolicyTransfer {
    private final RealmScope scope;
    private final Policies policies;

    /** For the scope's realm. */
    public PolicyTransfer(RealmScope scope, Policies policies) {
        this.scope = scope;
        this.policies = policies;
    }

    /** All policies by name, each with its tests. */
    Map<StoredPolicy, List<StoredCase>> all() {
        Map<StoredPolicy, List<StoredCase>> found = new LinkedHashMap<>();
        policies.all()
                .forEach(policy -> found.put(policy, policies.tests(policy.id()).orElse(List.of())));
        return found;
    }

    /**
     * Makes what there is none of by its name, and changes the rest; what the file does not name stays. A refusal, and the end
     * of a dry run, roll everything back.
     *
     * @throws GatehouseException 422 naming every policy at fault, 409 {@code too_many_policies}
     */
    List<OutcomeRepresentation> bring(List<WantedPolicy> wanted, @Nullable String reason, boolean isDryRun) {
        PolicyChanges.begin(scope);
        Map<String, StoredPolicy> known = known(wanted);
        List<FieldError> errors = new ArrayList<>();
        List<OutcomeRepresentation> outcomes = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            try {
                WantedPolicy one = wanted.get(i);
                outcomes.add(bring(one, known.get(one.content().name()), reason, isDryRun));
            } catch (GatehouseException e) {
                if (e.errors().isEmpty()) {
                    throw e;
                }
                String at = "/policies/" + i;
                e.errors()
                        .forEach(error ->
                                errors.add(new FieldError(at + error.pointer(), error.code(), error.detail())));
            }
        }
        if (!errors.isEmpty()) {
            throw GatehouseException.invalid(errors);
        }
        if (isDryRun) {
            scope.session().getTransactionManager().setRollbackOnly();
        }
        return outcomes;
    }

    private OutcomeRepresentation bring(
            WantedPolicy wanted, @Nullable StoredPolicy before, @Nullable String reason, boolean isDryRun) {
        if (before == null) {
            StoredPolicy made = policies.create(wanted.content(), reason);
            addTests(made, wanted.tests());
            return OutcomeRepresentation.of(made, Outcome.CREATED, !isDryRun);
        }
        boolean hasOtherTests = wanted.tests() != null && !isSame(wanted.tests(), before.id());
        if (hasOtherTests) {
            policies.removeTests(before.id());
        }
        policies.requireNoConfirmation(before.content(), wanted.content());
        StoredPolicy after = policies.change(before.id(), content -> wanted.content(), reason)
                .orElseThrow(GatehouseException::notFound)
                .policy();
        if (hasOtherTests) {
            addTests(after, wanted.tests());
        }
        boolean isChanged = hasOtherTests || after.version() != before.version();
        return OutcomeRepresentation.of(after, isChanged ? Outcome.UPDATED : Outcome.UNCHANGED, true);
    }

    private void addTests(StoredPolicy policy, @Nullable List<PolicyCaseBodies.NewCase> tests) {
        for (int i = 0; tests != null && i < tests.size(); i++) {
            try {
                var ignored = policies.addTest(policy.id(), tests.get(i));
            } catch (GatehouseException e) {
                String at = "/tests/" + i;
                throw e.errors().isEmpty()
                        ? e
                        : GatehouseException.invalid(e.errors().stream()
                                .map(error -> new FieldError(at + error.pointer(), error.code(), error.detail()))
                                .toList());
            }
        }
    }

    private boolean isSame(List<PolicyCaseBodies.NewCase> wanted, String id) {
        List<StoredCase> stored = policies.tests(id).orElse(List.of());
        return stored.stream()
                .map(one -> Map.entry(one.name(), one.content()))
                .toList()
                .equals(wanted.stream()
                        .map(one -> Map.entry(one.name(), one.content()))
                        .toList());
    }

    /** The policies of the realm that are named, each name once there and in the file. */
    private Map<String, StoredPolicy> known(List<WantedPolicy> wanted) {
        Map<String, StoredPolicy> byName = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        policies.all().forEach(policy -> {
            if (byName.put(policy.content().name(), policy) != null) {
                ambiguous.add(policy.content().name());
            }
        });
        List<FieldError> errors = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i).content().name();
            if (!named.add(name) || ambiguous.contains(name)) {
                errors.add(new FieldError(
                        "/policies/" + i + "/name",
                        "not_unique",
                        ambiguous.contains(name)
                                ? "The realm has several policies of this name; rename them first."
                                : "The file has several policies of this name."));
            }
        }
        if (!errors.isEmpty()) {
            throw GatehouseException.invalid(errors);
        }
        return byName;
    }
}
