package io.gatehouse.policy;

import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.PolicyCase;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link PolicyCaseResource}: its shape for the API description, and how it is read. */
final class PolicyCaseBodies {
    /** A Thursday at noon: a test that says no time gives the same answer whenever it is run. */
    static final String DEFAULT_TIME = "2026-01-01T12:00:00Z";

    private static final long DEFAULT_TIME_MS = 1_767_268_800_000L;
    private static final int MAX_WORD_LENGTH = 255;
    private static final int MAX_INTENT_LENGTH = 500;
    private static final int MAX_SCOPES = 50;
    private static final int MAX_TTL_SECONDS = 86_400;
    private static final int DEFAULT_TTL_SECONDS = 300;
    private static final int MAX_CHAIN_DEPTH = 4;
    private static final int MAX_METADATA_BYTES = 2_048;
    private static final String EXPECTED = Effect.WORDS + ", " + PolicyCase.NONE;

    private PolicyCaseBodies() {}

    /** Body of create. */
    @Schema(name = "PolicyTestCreateRequest")
    record CreateRequest(
            @Schema(required = true, maxLength = StoredCase.MAX_NAME_LENGTH)
            String name,

            @Schema(required = true) CaseRequest request,

            @Schema(required = true, description = "allow, deny, throttle, require_approval or none")
            String expect,

            @Schema(nullable = true, description = "The rule that is to decide") @Nullable
            String ruleId) {}

    /** The request that a policy is tried with; what is absent is not known to it. */
    @Schema(name = "PolicyTestRequest")
    record CaseRequest(
            @Schema(nullable = true) @Nullable String agent,
            @Schema(nullable = true) @Nullable String owner,
            @Schema(nullable = true) @Nullable String organization,
            @Schema(nullable = true) @Nullable String framework,
            @Schema(nullable = true) @Nullable String modelProvider,
            @Schema(nullable = true) @Nullable String mode,
            @Schema(nullable = true) @Nullable List<String> scope,
            @Schema(nullable = true) @Nullable List<String> target,

            @Schema(nullable = true, minimum = "1", maximum = "86400", defaultValue = "300") @Nullable
            Integer ttl,

            @Schema(nullable = true, maxLength = MAX_INTENT_LENGTH) @Nullable
            String intent,

            @Schema(nullable = true, format = "date-time", defaultValue = DEFAULT_TIME) @Nullable
            String at,

            @Schema(nullable = true) @Nullable String ip,

            @Schema(nullable = true, minimum = "0", maximum = "4", defaultValue = "0") @Nullable
            Integer chainDepth,

            @Schema(nullable = true) @Nullable String authMethod,
            @Schema(nullable = true) @Nullable String grant,
            @Schema(nullable = true) @Nullable String keyEnvironment,
            @Schema(nullable = true) @Nullable Map<String, Object> metadata) {}

    /**
     * A test that is to be added.
     *
     * @param content the request and what is expected, as they came
     */
    record NewCase(String name, Map<String, Object> content, PolicyCase test) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static NewCase readCreate(Fields fields) {
        String name = fields.requiredName("name", StoredCase.MAX_NAME_LENGTH);
        Map<String, Object> content = new HashMap<>();
        for (String member : List.of("request", "expect", "rule_id")) {
            Optional.ofNullable(fields.member(member)).ifPresent(node -> content.put(member, node));
        }
        PolicyCase test = readContent(fields);
        return new NewCase(name, Json.toMap(Json.tree(content)), test);
    }

    /**
     * Reads the request and what is expected, and ends the reading.
     *
     * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
     */
    static PolicyCase readContent(Fields fields) {
        Optional<Facts> facts = fields.object("request", PolicyCaseBodies::facts);
        if (fields.member("request") == null) {
            fields.reject("request", "required", "request is required.");
        }
        Optional<String> expected = fields.word(
                "expect",
                word -> Optional.of(word)
                        .filter(one ->
                                one.equals(PolicyCase.NONE) || Effect.of(one).isPresent()),
                EXPECTED);
        if (fields.member("expect") == null) {
            fields.reject("expect", "required", "expect is required.");
        }
        String ruleId = fields.text("rule_id", 1, MAX_WORD_LENGTH).orElse(null);
        fields.done();
        return new PolicyCase(
                facts.orElseThrow(), Effect.of(expected.orElseThrow()).orElse(null), ruleId);
    }

    private static Facts facts(Fields fields) {
        Facts.Builder facts = Facts.at(fields.time("at").orElse(DEFAULT_TIME_MS));
        for (Attribute attribute : Attribute.values()) {
            facts.text(
                    attribute, fields.text(attribute.text(), 1, MAX_WORD_LENGTH).orElse(null));
        }
        return facts.scopes(fields.texts("scope", MAX_SCOPES, MAX_WORD_LENGTH).orElse(List.of()))
                .targets(fields.texts("target", MAX_SCOPES, Targets.MAX_AUDIENCE_LENGTH)
                        .orElse(List.of(Targets.ANY)))
                .ttlSeconds(fields.integer("ttl", 1, MAX_TTL_SECONDS).orElse((long) DEFAULT_TTL_SECONDS))
                .intent(fields.text("intent", 1, MAX_INTENT_LENGTH).orElse(null))
                .ip(ip(fields))
                .chainDepth(fields.integer("chain_depth", 0, MAX_CHAIN_DEPTH)
                        .orElse(0L)
                        .intValue())
                .metadata(fields.freeObject("metadata", MAX_METADATA_BYTES)
                        .map(PolicyDecisions::metadata)
                        .orElse(Map.of()))
                .build();
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
