package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link PolicyResource}: their shapes for the API description, and how each is read. */
final class PolicyBodies {
    static final String STOCK_GRANTS = "applies_to_stock_grants";
    private static final List<String> NEVER_NULL =
            List.of("name", "priority", "is_active", "mode", "rules", STOCK_GRANTS);

    private PolicyBodies() {}

    /** Body of create. */
    @Schema(name = "PolicyCreateRequest")
    record CreateRequest(
            @Schema(required = true, maxLength = PolicyContent.MAX_NAME_LENGTH)
            String name,

            @Schema(nullable = true, maxLength = PolicyContent.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(
                    nullable = true,
                    minimum = "" + Policy.MIN_PRIORITY,
                    maximum = "" + Policy.MAX_PRIORITY,
                    defaultValue = "" + Policy.DEFAULT_PRIORITY,
                    description = "The higher goes first")
            @Nullable
            Integer priority,

            @Schema(nullable = true, defaultValue = "true") @Nullable
            Boolean isActive,

            @Schema(nullable = true, description = "enforce, or shadow: decides, is recorded and changes nothing")
            @Nullable
            String mode,

            @Schema(
                    required = true,
                    maxItems = RuleReader.MAX_RULES,
                    description = "Rules: effect (allow, deny, throttle), and as wanted id, when, throttle, message")
            List<Map<String, Object>> rules,

            @Schema(
                    nullable = true,
                    defaultValue = "false",
                    description = "Whether it also decides tokens of Keycloak's own grants")
            @Nullable
            Boolean appliesToStockGrants,

            @Schema(nullable = true, maxLength = PolicyVersion.MAX_REASON_LENGTH, description = "Why, for the versions")
            @Nullable
            String reason) {}

    /** Body of patch, a merge patch (RFC 7396); rules are replaced as a whole. */
    @Schema(name = "PolicyPatchRequest")
    record PatchRequest(
            @Schema(maxLength = PolicyContent.MAX_NAME_LENGTH) @Nullable
            String name,

            @Schema(nullable = true, maxLength = PolicyContent.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(minimum = "" + Policy.MIN_PRIORITY, maximum = "" + Policy.MAX_PRIORITY) @Nullable
            Integer priority,

            @Schema(description = "Alone it switches the policy on or off") @Nullable
            Boolean isActive,

            @Schema(description = "enforce or shadow") @Nullable
            String mode,

            @Schema(maxItems = RuleReader.MAX_RULES) @Nullable
            List<Map<String, Object>> rules,

            @Schema(description = "Whether it also decides tokens of Keycloak's own grants") @Nullable
            Boolean appliesToStockGrants,

            @Schema(nullable = true, maxLength = PolicyVersion.MAX_REASON_LENGTH) @Nullable
            String reason) {}

    /** Body of rollback. */
    @Schema(name = "PolicyRollbackRequest")
    record RollbackRequest(
            @Schema(required = true, minimum = "1", description = "The version to say again")
            int version,

            @Schema(nullable = true, maxLength = PolicyVersion.MAX_REASON_LENGTH) @Nullable
            String reason) {}

    /** What was read of a new policy. */
    record NewPolicy(PolicyContent content, @Nullable String reason) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static NewPolicy readCreate(Fields fields) {
        PolicyContent content = content(fields, "");
        Optional<String> reason = reason(fields);
        fields.done();
        return new NewPolicy(content, reason.orElse(null));
    }

    /**
     * What a new policy says; what is wrong is noted in the fields.
     *
     * @param base the pointer to the policy in the body
     */
    static PolicyContent content(Fields fields, String base) {
        return new PolicyContent(
                fields.requiredText("name", 1, PolicyContent.MAX_NAME_LENGTH),
                description(fields).orElse(null),
                priority(fields).orElse(Policy.DEFAULT_PRIORITY),
                fields.bool("is_active").orElse(true),
                mode(fields).orElse(PolicyMode.ENFORCE),
                rules(fields, base),
                fields.bool(STOCK_GRANTS).orElse(false));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static PolicyPatch readPatch(Fields fields) {
        for (String member : NEVER_NULL) {
            if (fields.isNull(member)) {
                fields.reject(member, "required", member + " cannot be removed.");
            }
        }
        Optional<String> description = description(fields);
        PolicyPatch patch = new PolicyPatch(
                fields.text("name", 1, PolicyContent.MAX_NAME_LENGTH),
                fields.has("description") ? Optional.of(description) : Optional.empty(),
                priority(fields),
                fields.bool("is_active"),
                mode(fields),
                fields.has("rules") && !fields.isNull("rules") ? Optional.of(rules(fields, "")) : Optional.empty(),
                fields.bool(STOCK_GRANTS),
                reason(fields));
        fields.done();
        return patch;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static RollbackRequest readRollback(Fields fields) {
        Optional<Long> version = fields.integer("version", 1, Integer.MAX_VALUE);
        if (fields.member("version") == null) {
            fields.reject("version", "required", "version is required.");
        }
        Optional<String> reason = reason(fields);
        fields.done();
        return new RollbackRequest(version.orElse(1L).intValue(), reason.orElse(null));
    }

    static Optional<String> description(Fields fields) {
        return fields.text("description", 1, PolicyContent.MAX_DESCRIPTION_LENGTH);
    }

    private static Optional<String> reason(Fields fields) {
        return fields.text("reason", 1, PolicyVersion.MAX_REASON_LENGTH);
    }

    static Optional<Integer> priority(Fields fields) {
        return fields.integer("priority", Policy.MIN_PRIORITY, Policy.MAX_PRIORITY)
                .map(Long::intValue);
    }

    static Optional<PolicyMode> mode(Fields fields) {
        Optional<String> text = fields.text("mode", 1, 16);
        Optional<PolicyMode> mode = text.flatMap(PolicyMode::of);
        if (text.isPresent() && mode.isEmpty()) {
            fields.reject("mode", "invalid_value", "mode must be one of: " + PolicyMode.WORDS + ".");
        }
        return mode;
    }

    /** The rules as JSON, each with its id, so that it keeps it when others come before it. */
    private static String rules(Fields fields, String base) {
        JsonNode rules = fields.member("rules");
        RuleReader.Reading reading = RuleReader.read(rules);
        reading.faults()
                .forEach(fault -> fields.reject(new FieldError(base + fault.pointer(), fault.code(), fault.detail())));
        if (!(rules instanceof ArrayNode array) || !reading.faults().isEmpty()) {
            return "[]";
        }
        ArrayNode named = array.deepCopy();
        for (int i = 0; i < named.size(); i++) {
            if (named.get(i) instanceof ObjectNode rule) {
                rule.put("id", reading.rules().get(i).id());
            }
        }
        return named.toString();
    }
}
