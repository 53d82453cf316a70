package io.gatehouse.token;

import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Fields;
import io.gatehouse.policy.PolicyDrafts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link SimulationResource}: its shape for the API description, and how it is read. */
final class SimulationBodies {
    private static final int MAX_WORD_LENGTH = 64;
    private static final int MAX_CHAIN_DEPTH = 4;
    private static final int MAX_ID_LENGTH = 36;

    private SimulationBodies() {}

    /** Body of simulate. */
    @Schema(name = "SimulatePolicyRequest")
    record Simulate(
            @Nullable Request request,

            @Schema(
                    nullable = true,
                    maxLength = MAX_ID_LENGTH,
                    description =
                            "In place of request: a decision that was recorded, to be asked again about what policies"
                                    + " were told then")
            @Nullable
            String decisionId,

            @Schema(nullable = true, description = "To ask in place of the realm's active policies", maxItems = 100)
            @Nullable
            List<PolicyDrafts.Draft> policies) {}

    /** The request for a token that is imagined. */
    @Schema(name = "SimulatedRequest")
    record Request(
            @Schema(required = true, examples = "agent_0123456789ab")
            String agent,

            @Schema(nullable = true, description = "All that the agent holds, when none is named") @Nullable
            List<String> scope,

            @Schema(nullable = true, defaultValue = Targets.ANY) @Nullable
            String targetService,

            @Schema(nullable = true, minimum = "1", maximum = "86400", defaultValue = "300") @Nullable
            Integer ttl,

            @Schema(nullable = true, maxLength = IssueRequest.MAX_INTENT_LENGTH) @Nullable
            String intent,

            @Schema(nullable = true, maxLength = MAX_WORD_LENGTH, defaultValue = "client_credentials") @Nullable
            String grant,

            @Schema(nullable = true, maxLength = MAX_WORD_LENGTH) @Nullable
            String authMethod,

            @Schema(nullable = true, description = "From where it comes") @Nullable
            String ip,

            @Schema(nullable = true, minimum = "0", maximum = "" + MAX_CHAIN_DEPTH, defaultValue = "0") @Nullable
            Integer chainDepth,

            @Schema(nullable = true, format = "date-time", description = "When; now, when it is absent") @Nullable
            String at) {}

    /**
     * What was read.
     *
     * @param imagined null when a decision is to be asked again
     * @param decisionId which; null when a request is imagined
     * @param drafts null for the realm's policies
     */
    record Wanted(
            @Nullable Imagined imagined,
            @Nullable String decisionId,
            @Nullable PolicyDrafts drafts) {}

    /**
     * An imagined request.
     *
     * @param issue what is asked for
     * @param atMs when, in milliseconds since 1970; null for now
     */
    record Imagined(
            IssueRequest issue,
            @Nullable String authMethod,
            @Nullable IpAddress ip,
            int chainDepth,
            @Nullable Long atMs) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static Wanted read(Fields fields) {
        Optional<Imagined> imagined = fields.object("request", SimulationBodies::imagined);
        Optional<String> decisionId = fields.text("decision_id", 1, MAX_ID_LENGTH);
        boolean hasDecision = fields.member("decision_id") != null;
        if (fields.member("request") == null && !hasDecision) {
            fields.reject("request", "required", "request or decision_id is required.");
        }
        if (fields.member("request") != null && hasDecision) {
            fields.reject("decision_id", "invalid_value", "Send either request or decision_id.");
        }
        PolicyDrafts drafts = PolicyDrafts.read(fields).orElse(null);
        fields.done();
        return new Wanted(imagined.orElse(null), decisionId.orElse(null), drafts);
    }

    private static Imagined imagined(Fields fields) {
        String agent = fields.requiredText("agent", 1, 36);
        List<String> scopes = TokenBodies.scopes(fields, "scope");
        String target =
                fields.text("target_service", 1, Targets.MAX_AUDIENCE_LENGTH).orElse(Targets.ANY);
        if (!Targets.isTargetService(target)) {
            fields.reject("target_service", "invalid_value", "target_service must be a URI, a client id or any.");
        }
        long ttl =
                fields.integer("ttl", 1, IssueRequest.MAX_TTL_SECONDS).orElse((long) IssueRequest.DEFAULT_TTL_SECONDS);
        IssueRequest issue = new IssueRequest(
                agent,
                scopes,
                (int) ttl,
                target.equals(Targets.ANY) ? List.of() : List.of(target),
                fields.text("intent", 1, IssueRequest.MAX_INTENT_LENGTH).orElse(null),
                List.of(),
                Map.of(),
                fields.text("grant", 1, MAX_WORD_LENGTH).orElse("client_credentials"));
        return new Imagined(
                issue,
                fields.text("auth_method", 1, MAX_WORD_LENGTH).orElse(null),
                ip(fields),
                fields.integer("chain_depth", 0, MAX_CHAIN_DEPTH).orElse(0L).intValue(),
                fields.time("at").orElse(null));
    }

    private static @Nullable IpAddress ip(Fields fields) {
        Optional<String> text = fields.text("ip", 1, MAX_WORD_LENGTH);
        Optional<IpAddress> ip = text.flatMap(IpAddress::parseAny);
        if (text.isPresent() && ip.isEmpty()) {
            fields.reject("ip", "invalid_value", "ip must be an IPv4 or IPv6 address.");
        }
        return ip.orElse(null);
    }
}
