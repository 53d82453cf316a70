package io.gatehouse.policy;

import io.gatehouse.platform.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A test of a policy as it is shown. */
@Schema(name = "PolicyTest")
public record PolicyCaseRepresentation(
        @Schema(required = true) String id,
        @Schema(required = true) String name,

        @Schema(required = true, description = "The request, as it came")
        Map<String, Object> request,

        @Schema(required = true) String expect,
        @Schema(required = true, nullable = true) @Nullable String ruleId,
        @Schema(required = true, format = "date-time") String createdAt) {

    /** All tests of a policy, the oldest first. */
    @Schema(name = "PolicyTests")
    public record ListRepresentation(
            @Schema(required = true) List<PolicyCaseRepresentation> items) {
        /** Copies the list. */
        public ListRepresentation {
            items = List.copyOf(items);
        }
    }

    static PolicyCaseRepresentation of(StoredCase test) {
        Map<String, Object> content = test.content();
        return new PolicyCaseRepresentation(
                test.id(),
                test.name(),
                request(content.get("request")),
                String.valueOf(content.get("expect")),
                (String) content.get("rule_id"),
                Clock.iso(test.createdAtMs()));
    }

    @SuppressWarnings("unchecked") // It was read as a JSON object.
    private static Map<String, Object> request(@Nullable Object request) {
        return request instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
