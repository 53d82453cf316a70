package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link PolicyImportResource}: its shape for the API description, and how it is read. */
final class PolicyTransferBodies {
    /** Most bytes of a file. */
    static final int MAX_BYTES = 2_097_152;

    private static final String MEMBER = "policies";
    private static final String TESTS = "tests";

    private PolicyTransferBodies() {}

    /** Body of import: what export gave, and how to bring it in. */
    @Schema(name = "PolicyImportRequest")
    record ImportRequest(
            @Schema(nullable = true, description = "gatehouse-policies") @Nullable
            String format,

            @Schema(nullable = true, description = "1") @Nullable
            Integer version,

            @Schema(required = true, maxItems = StoredPolicy.MAX_PER_REALM)
            List<PolicyFile> policies,

            @Schema(
                    nullable = true,
                    defaultValue = "false",
                    description = "true: say what would happen, and change nothing")
            @Nullable
            Boolean dryRun,

            @Schema(nullable = true, maxLength = PolicyVersion.MAX_REASON_LENGTH) @Nullable
            String reason) {}

    /** A policy in a file. */
    @Schema(name = "PolicyImportItem")
    record PolicyFile(
            @Schema(required = true, maxLength = PolicyContent.MAX_NAME_LENGTH)
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

            @Schema(nullable = true, defaultValue = "false") @Nullable
            Boolean appliesToStockGrants,

            @Schema(
                    nullable = true,
                    maxItems = StoredCase.MAX_PER_POLICY,
                    description = "All its tests; absent: those that are there stay")
            @Nullable
            List<PolicyCaseBodies.CreateRequest> tests) {}

    /**
     * A policy that is to be there.
     *
     * @param tests all its tests; null when those that are there stay
     */
    record WantedPolicy(PolicyContent content, @Nullable List<PolicyCaseBodies.NewCase> tests) {}

    /** What was read of an import. */
    record WantedImport(
            List<WantedPolicy> policies, @Nullable String reason, boolean isDryRun) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming members at fault */
    static WantedImport read(Fields fields) {
        Optional<String> format = fields.text("format", 1, PolicyContent.MAX_NAME_LENGTH);
        if (!format.orElse(PolicyTransferRepresentation.FORMAT).equals(PolicyTransferRepresentation.FORMAT)) {
            fields.reject("format", "invalid_value", "format must be " + PolicyTransferRepresentation.FORMAT + ".");
        }
        Optional<Long> ignored = fields.integer("version", 1, PolicyTransferRepresentation.VERSION);
        boolean isDryRun = fields.bool("dry_run").orElse(false);
        String reason =
                fields.text("reason", 1, PolicyVersion.MAX_REASON_LENGTH).orElse(null);
        List<WantedPolicy> wanted = new ArrayList<>();
        if (isList(fields, MEMBER, StoredPolicy.MAX_PER_REALM)) {
            fields.items(MEMBER, "name", inner -> wanted.add(policy(inner, wanted.size())));
        } else if (fields.member(MEMBER) == null) {
            fields.reject(MEMBER, "required", "policies is required.");
        }
        fields.done();
        return new WantedImport(wanted, reason, isDryRun);
    }

    private static WantedPolicy policy(Fields fields, int position) {
        PolicyContent content = PolicyBodies.content(fields, "/" + MEMBER + "/" + position);
        // A policy that was made by itself came in a body of that size, and is read again within it.
        if (content.rules().getBytes(StandardCharsets.UTF_8).length > Json.MAX_BODY_BYTES) {
            fields.reject("rules", "too_long", "rules may have at most " + Json.MAX_BODY_BYTES + " bytes of JSON.");
        }
        if (!isList(fields, TESTS, StoredCase.MAX_PER_POLICY)) {
            return new WantedPolicy(content, null);
        }
        List<PolicyCaseBodies.NewCase> tests = new ArrayList<>();
        fields.items(TESTS, "name", inner -> tests.add(test(inner)));
        return new WantedPolicy(content, tests);
    }

    private static PolicyCaseBodies.NewCase test(Fields fields) {
        PolicyCaseBodies.NewCase read = PolicyCaseBodies.readCreate(fields);
        if (Json.write(read.content()).getBytes(StandardCharsets.UTF_8).length > Json.MAX_BODY_BYTES) {
            fields.reject("request", "too_long", "A test may have at most " + Json.MAX_BODY_BYTES + " bytes of JSON.");
        }
        return read;
    }

    /** Whether there is a list that is not too long; what is wrong with it otherwise is noted. */
    private static boolean isList(Fields fields, String name, int max) {
        JsonNode node = fields.member(name);
        if (node == null) {
            return false;
        }
        if (!node.isArray()) {
            fields.reject(name, "wrong_type", name + " must be an array of objects.");
            return false;
        }
        if (node.size() > max) {
            fields.reject(name, "too_many", name + " may have at most " + max + " items.");
            return false;
        }
        return true;
    }
}
