package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Policies that are only tried: they came with a request and are kept nowhere. */
public final class PolicyDrafts {
    private static final String MEMBER = "policies";

    private final RealmPolicies policies;

    private PolicyDrafts(RealmPolicies policies) {
        this.policies = policies;
    }

    /** A draft in a request, for the API description; its id is {@code draft-1} and so on. */
    @Schema(name = "PolicyDraft")
    public record Draft(
            @Schema(nullable = true, maxLength = PolicyContent.MAX_NAME_LENGTH) @Nullable
            String name,

            @Schema(nullable = true, maxLength = PolicyContent.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(
                    nullable = true,
                    minimum = "" + Policy.MIN_PRIORITY,
                    maximum = "" + Policy.MAX_PRIORITY,
                    defaultValue = "" + Policy.DEFAULT_PRIORITY)
            @Nullable
            Integer priority,

            @Schema(nullable = true, defaultValue = "true") @Nullable
            Boolean isActive,

            @Schema(nullable = true, description = "enforce or shadow") @Nullable
            String mode,

            @Schema(required = true, maxItems = RuleReader.MAX_RULES)
            List<Map<String, Object>> rules,

            @Schema(nullable = true, description = "Passed over: what is tried is a token of an agent") @Nullable
            Boolean appliesToStockGrants) {}

    /**
     * Reads the member {@code policies}: an array of at most {@value StoredPolicy#MAX_PER_REALM} drafts; what is wrong with
     * them is noted in the fields.
     *
     * @return empty when the member is absent or null
     */
    public static Optional<PolicyDrafts> read(Fields fields) {
        JsonNode node = fields.member(MEMBER);
        if (node == null) {
            return Optional.empty();
        }
        List<Policy> acting = new ArrayList<>();
        List<Policy> shadows = new ArrayList<>();
        if (!node.isArray()) {
            fields.reject(MEMBER, "wrong_type", "policies must be an array of objects.");
        } else if (node.size() > StoredPolicy.MAX_PER_REALM) {
            fields.reject(MEMBER, "too_many", "policies may have at most 100 items.");
        } else {
            int[] position = {0};
            fields.items(MEMBER, "name", inner -> draft(inner, position[0]++, acting, shadows));
        }
        return Optional.of(new PolicyDrafts(RealmPolicies.of(acting, shadows)));
    }

    RealmPolicies policies() {
        return policies;
    }

    private static void draft(Fields fields, int position, List<Policy> acting, List<Policy> shadows) {
        List<Optional<?>> ignored = List.of(
                fields.text("name", 1, PolicyContent.MAX_NAME_LENGTH),
                PolicyBodies.description(fields),
                fields.bool(PolicyBodies.STOCK_GRANTS));
        int priority = PolicyBodies.priority(fields).orElse(Policy.DEFAULT_PRIORITY);
        boolean isActive = fields.bool("is_active").orElse(true);
        PolicyMode mode = PolicyBodies.mode(fields).orElse(PolicyMode.ENFORCE);
        RuleReader.Reading reading = RuleReader.read(fields.member("rules"));
        String base = "/" + MEMBER + "/" + position;
        reading.faults()
                .forEach(fault -> fields.reject(new FieldError(base + fault.pointer(), fault.code(), fault.detail())));
        if (isActive) {
            (mode == PolicyMode.SHADOW ? shadows : acting)
                    .add(new Policy("draft-" + (position + 1), 0, priority, reading.rules()));
        }
    }
}
