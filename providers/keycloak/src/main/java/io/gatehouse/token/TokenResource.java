package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.approval.Polling;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Problem;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The JSON door to agent tokens: issue, verify one or many, revoke one or all. Long because it also holds the description of
 * the API.
 */
@Tag(name = "Tokens", description = "Agent tokens: issue, verify, revoke")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class TokenResource {
    private static final String POLICY_DENIED = "policy_denied";

    /** How many seconds' worth of tokens one address may have verified at once without a credential. */
    public static final int VERIFY_BURST_SECONDS = 10;

    private final Call call;
    private final Agents agents;
    private final TokenIssuer issuer;
    private final DeferredTokens deferred;
    private final TokenVerifier verifier;
    private final TokenRevoker revoker;
    private final KillSwitch killSwitch;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public TokenResource(
            Call call,
            Agents agents,
            TokenIssuer issuer,
            DeferredTokens deferred,
            TokenVerifier verifier,
            TokenRevoker revoker,
            KillSwitch killSwitch,
            AddressThrottle throttle) {
        this.call = call;
        this.agents = agents;
        this.issuer = issuer;
        this.deferred = deferred;
        this.verifier = verifier;
        this.revoker = revoker;
        this.killSwitch = killSwitch;
        this.throttle = throttle;
    }

    /** Issues a token to a caller that may act for the agent: an administrator, a key with the scope, the agent itself. */
    @POST
    @APIResponse(responseCode = "402", description = "The plan allows no more; see limit, used and plan")
    @Operation(operationId = "issueToken", summary = "Issue a short-lived, scoped token for an agent")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TokenBodies.Issue.class)))
    @APIResponse(
            responseCode = "201",
            description = "The token, shown once",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = IssuedTokenRepresentation.class)))
    @APIResponse(
            responseCode = "202",
            description = "A person must approve it: come back with the code, here or at the token endpoint",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PendingTokenRepresentation.class)))
    public Response issue(byte @Nullable [] body) {
        Caller caller = call.caller();
        boolean isAgent = requireMayIssue(caller);
        Fields fields = call.fields(body);
        if (fields.has("deferral_code")) {
            return collected(deferred.collect(TokenBodies.readCode(fields), Map.of()));
        }
        IssueRequest request = TokenBodies.readIssue(fields);
        Predicate<Agent> isWithinReach =
                isAgent ? agent -> agent.id().equals(caller.id()) : covers(caller.reach(Permission.TOKENS_ISSUE));
        if (agents.find(request.agentId()).filter(isWithinReach).isEmpty()) {
            throw GatehouseException.notFound();
        }
        return answer(issuer.issue(request));
    }

    private Response answer(IssueOutcome outcome) {
        if (outcome instanceof IssueOutcome.Issued issued) {
            return Answer.json(201, IssuedTokenRepresentation.of(issued)).build();
        }
        if (outcome instanceof IssueOutcome.Deferred pending) {
            return Answer.json(202, PendingTokenRepresentation.of(pending)).build();
        }
        IssueOutcome.Denied denied = (IssueOutcome.Denied) outcome;
        String code = denied.reason() == IssueOutcome.Reason.ACCESS_DENIED
                ? POLICY_DENIED
                : denied.reason().code();
        return call.remembered(GatehouseException.denied(code, denied.detail(), denied.decisionId()));
    }

    private Response collected(DeferredTokens.Collected collected) {
        if (collected instanceof DeferredTokens.Collected.Done done) {
            return answer(done.outcome());
        }
        if (collected instanceof DeferredTokens.Collected.Waiting waiting) {
            return Answer.json(202, PendingTokenRepresentation.of(waiting)).build();
        }
        if (collected instanceof DeferredTokens.Collected.TooSoon) {
            return call.remembered(GatehouseException.throttled(
                    "Wait " + Polling.INTERVAL_SECONDS + " seconds between two polls.", Polling.INTERVAL_SECONDS));
        }
        if (collected instanceof DeferredTokens.Collected.Denied denied) {
            return call.remembered(GatehouseException.denied(
                    POLICY_DENIED,
                    "It was not approved, or the agent was changed since it asked.",
                    denied.decisionId()));
        }
        return call.remembered(
                collected instanceof DeferredTokens.Collected.Expired
                        ? GatehouseException.badRequest("expired_token", "The time for it is over; ask again.")
                        : GatehouseException.badRequest("invalid_grant", "This is no code of yours, or it was used."));
    }

    /** Verifies one token; open to everybody. */
    @POST
    @Path("verify")
    @SecurityRequirements
    @Operation(operationId = "verifyToken", summary = "Verify an agent token")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TokenBodies.Verify.class)))
    @APIResponse(
            responseCode = "200",
            description = "Whether it is valid; always 200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = VerificationRepresentation.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too much from this address without a credential",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response verify(byte @Nullable [] body) {
        Fields fields = call.fields(body);
        TokenBodies.Verify wanted = TokenBodies.readVerify(fields);
        fields.done();
        admit(1);
        return Answer.ok(verify(wanted));
    }

    /** Verifies up to a hundred tokens; open to everybody. */
    @POST
    @Path("verify-batch")
    @SecurityRequirements
    @Operation(operationId = "verifyTokens", summary = "Verify up to 100 agent tokens")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TokenBodies.VerifyBatch.class)))
    @APIResponse(
            responseCode = "200",
            description = "One result a token, in order",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = VerificationBatchRepresentation.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too much from this address without a credential",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response verifyBatch(byte @Nullable [] body) {
        List<TokenBodies.Verify> wanted = TokenBodies.readVerifyBatch(call.fields(body, TokenBodies.MAX_BATCH_BYTES));
        admit(wanted.size());
        return Answer.ok(new VerificationBatchRepresentation(
                wanted.stream().map(this::verify).toList()));
    }

    /** Revokes a token at once; the answer is the same for tokens that are unknown or out of reach. */
    @POST
    @Path("revoke")
    @Operation(operationId = "revokeToken", summary = "Revoke an agent token")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TokenBodies.Revoke.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is not valid any more, whatever it was",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RevokedRepresentation.class)))
    public Response revoke(byte @Nullable [] body) {
        Predicate<Revocable> mayRevoke = mayRevoke();
        TokenBodies.Revoke wanted = TokenBodies.readRevoke(call.fields(body));
        Optional<String> token = Optional.ofNullable(wanted.token());
        if (token.isPresent()) {
            revoker.revokeToken(token.get(), mayRevoke, "requested");
        } else {
            revoker.revokeId(Optional.ofNullable(wanted.tokenId()).orElse(""), mayRevoke, "requested");
        }
        return Answer.ok(new RevokedRepresentation(true));
    }

    /** Ends all tokens of an agent, or all that agents hold on behalf of a user. */
    @POST
    @Path("revoke-all")
    @Operation(
            operationId = "revokeAllTokens",
            summary = "End all tokens of an agent, or all that agents hold on behalf of a user; they may get new ones")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TokenBodies.RevokeAll.class)))
    @APIResponse(
            responseCode = "200",
            description = "None of them is valid any more",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RevokedRepresentation.class)))
    public Response revokeAll(byte @Nullable [] body) {
        Caller caller = call.caller();
        caller.requireCredential();
        TokenBodies.RevokeAll wanted = TokenBodies.readRevokeAll(call.fields(body));
        String agentId = wanted.agentId();
        if (agentId != null) {
            killSwitch.endAgent(agentId, caller);
        } else {
            killSwitch.endSubject(String.valueOf(wanted.subject()), caller);
        }
        return Answer.ok(new RevokedRepresentation(true));
    }

    /**
     * An agent gets tokens with its secret. One of its tokens does not do: whoever took that could renew it for ever, with
     * more scopes than it had (rule 3 of the contract).
     *
     * @return whether the caller is an agent
     */
    private static boolean requireMayIssue(Caller caller) {
        if (caller.kind() != Caller.Kind.AGENT) {
            caller.require(Permission.TOKENS_ISSUE);
            return false;
        }
        if (!caller.authMethod().equals(Caller.AGENT_SECRET)) {
            throw GatehouseException.forbidden(
                    "credential_not_allowed", "An agent gets a token with its secret or at the token endpoint.");
        }
        return true;
    }

    private Predicate<Revocable> mayRevoke() {
        Caller caller = call.caller();
        caller.requireCredential();
        if (caller.kind() == Caller.Kind.AGENT && !caller.may(Permission.TOKENS_REVOKE)) {
            return token -> token.clientId().equals(caller.id());
        }
        Reach reach = caller.reach(Permission.TOKENS_REVOKE);
        return token -> reach.covers(token.owner(), token.organizationId());
    }

    /** Strangers are limited by their address; whoever presents a credential is known by that. */
    private void admit(int tokens) {
        if (call.caller().kind() == Caller.Kind.ANONYMOUS) {
            throttle.admit(
                    call.scope(),
                    tokens,
                    "Too many tokens from this address: present a credential, or verify offline.");
        }
    }

    private VerificationRepresentation verify(TokenBodies.Verify wanted) {
        Verification found = verifier.verify(wanted.token(), wanted.requiredScope(), wanted.audience(), wanted.proof());
        return VerificationRepresentation.of(found, call.caller().may(Permission.AGENTS_READ));
    }

    private static Predicate<Agent> covers(Reach reach) {
        return agent -> reach.covers(agent.owner(), agent.organizationId());
    }
}
