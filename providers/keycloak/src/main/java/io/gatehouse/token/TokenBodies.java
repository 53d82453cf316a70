package io.gatehouse.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatehouse.core.id.Ids;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.core.token.DpopProof;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link TokenResource}: their shapes for the API description, and how each is read. */
final class TokenBodies {
    /** Most tokens of one batch. */
    static final int MAX_BATCH = 100;

    /** Most bytes of the body of a batch: a hundred of the longest tokens with what is asked of each, or of usual ones with proofs. */
    static final int MAX_BATCH_BYTES = 1_048_576;

    /** Longest deferral code that is looked at, in characters. */
    static final int MAX_CODE_LENGTH = 255;

    private static final int MAX_TOKEN_ID_LENGTH = 64;

    private TokenBodies() {}

    /** Body of issue. */
    @Schema(name = "IssueTokenRequest")
    record Issue(
            @Schema(
                    examples = "agent_0123456789ab",
                    description = "Required, as scope is, unless deferral_code is given")
            @Nullable
            String agentId,

            List<String> scope,

            @Schema(minimum = "1", maximum = "86400", defaultValue = "300") @Nullable
            Integer ttl,

            @Schema(defaultValue = Targets.ANY) @Nullable String targetService,

            @Schema(maxLength = IssueRequest.MAX_INTENT_LENGTH) @Nullable
            String intent,

            @Schema(
                    maxLength = MAX_CODE_LENGTH,
                    description = "Instead of everything else: fetches the token that waited for a person")
            @Nullable
            String deferralCode) {}

    /** Body of verify. */
    @Schema(name = "VerifyTokenRequest")
    record Verify(
            @Schema(required = true) String token,
            List<String> requiredScope,
            @Nullable String audience,

            @Schema(
                    maxLength = DpopProof.MAX_PROOF_LENGTH,
                    description =
                            "The header DPoP of the request that carried the token (RFC 9449); needs method and url")
            @Nullable
            String dpop,

            @Schema(
                    maxLength = PresentedProof.MAX_METHOD_LENGTH,
                    examples = "GET",
                    description = "The method of that request")
            @Nullable
            String method,

            @Schema(
                    maxLength = PresentedProof.MAX_URL_LENGTH,
                    examples = "https://api.example.com/reports",
                    description = "The URL of that request as its sender sees it")
            @Nullable
            String url) {
        /** What came with the token, null for no proof; for a body without faults. */
        @Nullable
        PresentedProof proof() {
            return dpop == null || method == null || url == null ? null : new PresentedProof(dpop, method, url);
        }
    }

    /** Body of verify-batch: each item a token, or an object as for verify. */
    @Schema(name = "VerifyBatchTokenRequest")
    record VerifyBatch(
            @Schema(required = true, maxItems = MAX_BATCH) List<Object> tokens) {}

    /** Body of revoke: one of the two. */
    @Schema(name = "RevokeTokenRequest")
    record Revoke(@Nullable String token, @Nullable String tokenId) {}

    /** Body of revoke-all: one of the two. */
    @Schema(name = "RevokeAllTokensRequest")
    record RevokeAll(
            @Schema(examples = "agent_0123456789ab") @Nullable
            String agentId,

            @Schema(description = "Id of the user whom agents act for") @Nullable
            String subject) {}

    static RevokeAll readRevokeAll(Fields fields) {
        String agentId = fields.text("agent_id", 1, 36).orElse(null);
        String subject = fields.text("subject", 1, Owner.MAX_ID_LENGTH).orElse(null);
        if ((agentId == null) == (subject == null)) {
            fields.reject("agent_id", "required", "Give agent_id or subject, one of the two.");
        }
        fields.done();
        return new RevokeAll(agentId, subject);
    }

    static String readCode(Fields fields) {
        String code = fields.requiredText("deferral_code", 1, MAX_CODE_LENGTH);
        fields.done();
        return code;
    }

    static IssueRequest readIssue(Fields fields) {
        String agentId = fields.requiredText("agent_id", 1, 36);
        List<String> scopes = scopes(fields, "scope");
        if (fields.member("scope") == null || scopes.isEmpty()) {
            fields.reject("scope", "required", "scope must name at least one scope.");
        }
        long ttl =
                fields.integer("ttl", 1, IssueRequest.MAX_TTL_SECONDS).orElse((long) IssueRequest.DEFAULT_TTL_SECONDS);
        String target =
                fields.text("target_service", 1, Targets.MAX_AUDIENCE_LENGTH).orElse(Targets.ANY);
        if (!Targets.isTargetService(target)) {
            fields.reject("target_service", "invalid_value", "target_service must be a URI, a client id or any.");
        }
        String intent = fields.text("intent", 1, IssueRequest.MAX_INTENT_LENGTH).orElse(null);
        fields.done();
        return new IssueRequest(
                Ids.isAgentId(agentId) ? agentId : "",
                scopes,
                (int) ttl,
                target.equals(Targets.ANY) ? List.of() : List.of(target),
                intent,
                List.of(),
                Map.of(),
                "json");
    }

    static Verify readVerify(Fields fields) {
        String token = fields.requiredText("token", 1, AgentTokenParser.MAX_TOKEN_LENGTH);
        String audience =
                fields.text("audience", 1, Targets.MAX_RESOURCE_LENGTH).orElse(null);
        List<String> requiredScopes = scopes(fields, "required_scope");
        String dpop = fields.text("dpop", 1, DpopProof.MAX_PROOF_LENGTH).orElse(null);
        String method =
                fields.text("method", 1, PresentedProof.MAX_METHOD_LENGTH).orElse(null);
        String url = fields.text("url", 1, PresentedProof.MAX_URL_LENGTH).orElse(null);
        if (url != null && !DpopProof.isUrl(url)) {
            fields.reject("url", "invalid_value", "url must be absolute, http or https.");
        }
        for (String name : List.of("method", "url")) {
            if (dpop != null && fields.member(name) == null) {
                fields.reject(name, "required", "dpop is a proof for one request: give its method and url, too.");
            }
        }
        return new Verify(token, requiredScopes, audience, dpop, method, url);
    }

    static List<Verify> readVerifyBatch(Fields fields) {
        List<Verify> wanted = new ArrayList<>();
        JsonNode tokens = fields.member("tokens");
        if (!(tokens instanceof ArrayNode array) || array.isEmpty() || array.size() > MAX_BATCH) {
            fields.reject("tokens", "out_of_range", "tokens must be an array of 1 to " + MAX_BATCH + " tokens.");
        } else {
            fields.items("tokens", "token", item -> wanted.add(readVerify(item)));
        }
        fields.done();
        return wanted;
    }

    static Revoke readRevoke(Fields fields) {
        String token =
                fields.text("token", 1, AgentTokenParser.MAX_TOKEN_LENGTH).orElse(null);
        String tokenId = fields.text("token_id", 1, MAX_TOKEN_ID_LENGTH).orElse(null);
        if ((token == null) == (tokenId == null)) {
            fields.reject("token", "required", "Give token or token_id, one of the two.");
        }
        fields.done();
        return new Revoke(token, tokenId);
    }

    static List<String> scopes(Fields fields, String name) {
        List<String> scopes =
                fields.texts(name, Scopes.MAX_SCOPES, Scopes.MAX_SCOPE_LENGTH).orElse(List.of());
        if (!scopes.stream().allMatch(Scopes::isScopeToken)) {
            fields.reject(name, "invalid_value", name + " must hold scope tokens (RFC 6749 3.3).");
        }
        return scopes;
    }
}
