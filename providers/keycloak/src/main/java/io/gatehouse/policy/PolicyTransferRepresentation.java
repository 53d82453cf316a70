package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Policies as a file, and what became of one. */
final class PolicyTransferRepresentation {
    /** What the file says it is. */
    static final String FORMAT = "gatehouse-policies";

    /** The version of the file's shape. */
    static final int VERSION = 1;

    private PolicyTransferRepresentation() {}

    /** All policies of a realm; import takes it as it is. */
    @Schema(name = "PolicyExport")
    record ExportRepresentation(
            @Schema(required = true) String format,
            @Schema(required = true) int version,

            @Schema(required = true, description = "By name")
            List<PolicyFileRepresentation> policies) {
        static ExportRepresentation of(Map<StoredPolicy, List<StoredCase>> all) {
            return new ExportRepresentation(
                    FORMAT,
                    VERSION,
                    all.entrySet().stream()
                            .map(one -> PolicyFileRepresentation.of(one.getKey(), one.getValue()))
                            .toList());
        }
    }

    /** A policy without what only its realm knows. */
    @Schema(name = "PolicyExportItem")
    record PolicyFileRepresentation(
            @Schema(required = true) String name,

            @Schema(required = true, nullable = true) @Nullable
            String description,

            @Schema(required = true) int priority,
            @Schema(required = true) boolean isActive,
            @Schema(required = true) String mode,
            @Schema(required = true) boolean appliesToStockGrants,

            @Schema(required = true, type = SchemaType.ARRAY, implementation = Map.class)
            JsonNode rules,

            @Schema(required = true) List<TestFileRepresentation> tests) {
        static PolicyFileRepresentation of(StoredPolicy policy, List<StoredCase> tests) {
            PolicyContent content = policy.content();
            return new PolicyFileRepresentation(
                    content.name(),
                    content.description(),
                    content.priority(),
                    content.isActive(),
                    content.mode().text(),
                    content.isForStockGrants(),
                    PolicyRepresentation.tree(content),
                    tests.stream().map(TestFileRepresentation::of).toList());
        }
    }

    /** A test of a policy, without what only its realm knows. */
    @Schema(name = "PolicyExportTest")
    record TestFileRepresentation(
            @Schema(required = true) String name,
            @Schema(required = true) Map<String, Object> request,
            @Schema(required = true) String expect,

            @Schema(required = true, nullable = true) @Nullable
            String ruleId) {
        static TestFileRepresentation of(StoredCase test) {
            PolicyCaseRepresentation shown = PolicyCaseRepresentation.of(test);
            return new TestFileRepresentation(shown.name(), shown.request(), shown.expect(), shown.ruleId());
        }
    }

    /** What became of a policy. */
    enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    /** What became of the policies of a file. */
    @Schema(name = "PolicyImport")
    record ImportRepresentation(
            @Schema(required = true, description = "true: nothing was changed")
            boolean dryRun,

            @Schema(required = true, description = "In the order of the file")
            List<OutcomeRepresentation> policies) {}

    /** What became of one. */
    @Schema(name = "PolicyImportOutcome")
    record OutcomeRepresentation(
            @Schema(required = true) String name,

            @Schema(required = true, nullable = true, description = "null for one that a dry run would make") @Nullable
            String id,

            @Schema(required = true) int version,

            @Schema(required = true, description = "created, updated or unchanged")
            String outcome) {
        static OutcomeRepresentation of(StoredPolicy policy, Outcome outcome, boolean hasId) {
            return new OutcomeRepresentation(
                    policy.content().name(),
                    hasId ? policy.id() : null,
                    policy.version(),
                    outcome.name().toLowerCase(Locale.ROOT));
        }
    }
}
