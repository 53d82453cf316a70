package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentMode;
import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ApiKey;
import io.gatehouse.approval.Approval;
import io.gatehouse.core.token.ActorChain;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenClaimsBuilder;
import io.gatehouse.core.token.AgentTokenWriter;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.core.token.TokenSigner;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmKeys.SigningKey;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import io.gatehouse.policy.PolicyDecisions;
import io.gatehouse.policy.PolicyVerdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * The only place that mints. Every door (client credentials, the agent grant, {@code POST /tokens}, the exchange of a key)
 * comes here, also {@link DelegationIssuer}. Each time the agent is read again under a shared lock: a pause that runs at the
 * same moment either waits until this token is on record, and then kills it, or is seen here. A key needs no lock: its tokens
 * ask for it at each verification. Long because what every token says, whoever gets it, is to stand in one place.
 */
public final class TokenIssuer {
    private static final AgentTokenWriter WRITER = new AgentTokenWriter();
    static final String CUT_OFF = "The agent's tokens were ended at this moment; it must prove itself anew.";
    static final String TOO_LARGE = "The token would be too large; ask for less.";
    private static final String SUBJECT_PROFILE = ActorChain.AGENT_PROFILE;

    private final RealmScope scope;
    private final Agents agents;
    private final Eligibility eligibility;
    private final Tokens tokens;
    private final StatusIndex statusIndex;
    private final Events events;
    private final PolicyDecisions policies;
    private final ApprovalGate gate;
    private final IssueDenials denials;

    /** An issuer for the scope's realm. */
    public TokenIssuer(
            RealmScope scope,
            Agents agents,
            Eligibility eligibility,
            Tokens tokens,
            StatusIndex statusIndex,
            Events events,
            PolicyDecisions policies,
            ApprovalGate gate) {
        this.scope = scope;
        this.agents = agents;
        this.eligibility = eligibility;
        this.tokens = tokens;
        this.statusIndex = statusIndex;
        this.events = events;
        this.policies = policies;
        this.gate = gate;
        this.denials = new IssueDenials(agents, events);
    }

    /**
     * Mints a token, denies it or asks people; writes {@code token.issued}, {@code token.denied} or {@code approval.requested}
     * into the present transaction.
     *
     * @throws GatehouseException 404 when there is no such agent
     */
    public IssueOutcome issue(IssueRequest request) {
        return issue(request, null);
    }

    /**
     * As {@link #issue(IssueRequest)}, for whoever comes with an approval.
     *
     * @param approved what a person approved of this request; null for none
     */
    IssueOutcome issue(IssueRequest request, @Nullable Approval approved) {
        Agent agent = agents.lockForIssue(request.agentId()).orElseThrow(GatehouseException::notFound);
        Optional<Ineligible> ineligible = eligibility.of(agent.acting());
        if (ineligible.isPresent()) {
            return denials.of(
                    request,
                    IssueOutcome.Reason.UNAUTHORIZED_CLIENT,
                    "The agent " + ineligible.get().sentence() + ".");
        }
        if (agents.isCutOff(agent)) {
            return denials.of(request, IssueOutcome.Reason.UNAUTHORIZED_CLIENT, CUT_OFF);
        }
        if (SenderConstraint.isMissing(agent, request.confirmation())) {
            return denials.of(request, IssueOutcome.Reason.INVALID_DPOP_PROOF, SenderConstraint.MISSING);
        }
        Optional<Refusal> refusal = refusal(agent, request);
        if (refusal.isPresent()) {
            return denials.of(request, refusal.get().reason(), refusal.get().detail());
        }
        return mint(
                agent, request, audience(agent.audiences(), request.targets()).orElseThrow(), approved);
    }

    /** Why an agent does not get what it asks for. */
    record Refusal(IssueOutcome.Reason reason, String detail) {}

    /** Why an agent that may act gets no such token, however it asks; empty when policies have the last word. */
    Optional<Refusal> refusal(Agent agent, IssueRequest request) {
        if (agent.mode() == AgentMode.DELEGATED) {
            return refusal(IssueOutcome.Reason.UNAUTHORIZED_CLIENT, "The agent acts on behalf of users only.");
        }
        if (!Scopes.containsAll(agent.scopes(), request.scopes())) {
            return refusal(IssueOutcome.Reason.INVALID_SCOPE, "The agent does not hold every scope asked for.");
        }
        return audience(agent.audiences(), request.targets()).isPresent()
                ? Optional.empty()
                : refusal(IssueOutcome.Reason.INVALID_TARGET, "Name a target that the agent may call.");
    }

    private static Optional<Refusal> refusal(IssueOutcome.Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }

    /**
     * Mints a token of the key's owner or denies it; writes {@code token.exchanged} or {@code token.denied} into the present
     * transaction.
     */
    public IssueOutcome exchange(ExchangeRequest request) {
        ApiKey key = request.key();
        if (SenderConstraint.isMissing(agents, key.owner(), request.confirmation())) {
            return denials.of(request, IssueOutcome.Reason.INVALID_DPOP_PROOF, SenderConstraint.MISSING);
        }
        if (!Scopes.containsAll(request.liveScopes(), request.scopes())) {
            return denials.of(
                    request, IssueOutcome.Reason.INVALID_SCOPE, "The key does not carry every scope asked for.");
        }
        Optional<List<String>> audience = audience(key.audiences(), request.targets());
        if (audience.isEmpty()) {
            return denials.of(request, IssueOutcome.Reason.INVALID_TARGET, "Name a target among the key's audiences.");
        }
        long nowMs = Clock.nowMs();
        long issuedAtSeconds = nowMs / 1000;
        long ttl = Math.min(request.ttlSeconds(), scope.settings().tokenMaxTtlSeconds());
        long expiresAtSeconds = Math.min(issuedAtSeconds + ttl, key.expiresAtMs() / 1000);
        if (expiresAtSeconds <= issuedAtSeconds) {
            return denials.of(request, IssueOutcome.Reason.INVALID_REQUEST, "The key ends within a second.");
        }
        PolicyVerdict verdict =
                policies.decide(PolicyFacts.of(request, audience.get(), expiresAtSeconds - issuedAtSeconds, nowMs));
        if (verdict.isDenied()) {
            return denials.of(request, IssueOutcome.Reason.ACCESS_DENIED, verdict.message(), verdict);
        }
        AgentTokenClaimsBuilder claims = claims(audience.get(), nowMs)
                .subject(key.owner().id())
                .clientId(request.clientId())
                .scope(request.scopes().isEmpty() ? request.liveScopes() : request.scopes())
                .issuedAtSeconds(issuedAtSeconds)
                .expiresAtSeconds(expiresAtSeconds)
                .confirmation(request.confirmation().isEmpty() ? null : request.confirmation())
                .keyId(key.id());
        return signed(claims, nowMs, key.organizationId(), signerFor(request.clientId()))
                .<IssueOutcome>map(issued -> exchanged(request, issued, verdict))
                .orElseGet(() -> denials.of(request, IssueOutcome.Reason.INVALID_SCOPE, TOO_LARGE));
    }

    private IssueOutcome.Issued exchanged(ExchangeRequest request, IssueOutcome.Issued issued, PolicyVerdict verdict) {
        AgentTokenClaims claims = issued.claims();
        String ignored = events.append(
                verdict.describe(KeyTokens.about(EventType.TOKEN_EXCHANGED, "token", claims.tokenId(), request.key()))
                        .decision("allow", Entropy.uuid().toString())
                        .data("client_id", request.clientId())
                        .data("scope", claims.scope())
                        .data("target_service", claims.targetService())
                        .data("audience", claims.audience())
                        .data("expires_at", Clock.iso(claims.expiresAtSeconds() * 1000))
                        .data("txn", claims.transactionId())
                        .data("sender_constrained", claims.confirmation() != null)
                        .personal("intent", request.intent())
                        .build());
        return issued;
    }

    /** The token's audiences; the issuer alone stands for "any"; empty when the target is not allowed. */
    Optional<List<String>> audience(List<String> allowed, List<String> targets) {
        if (!targets.isEmpty()) {
            return allowed.isEmpty() || allowed.containsAll(targets) ? Optional.of(targets) : Optional.empty();
        }
        if (allowed.size() == 1) {
            return Targets.isTarget(allowed.get(0)) ? Optional.of(allowed) : Optional.empty();
        }
        boolean mayBeAny = allowed.isEmpty() && !scope.settings().isTargetRequired();
        return mayBeAny ? Optional.of(List.of()) : Optional.empty();
    }

    /** Asks the policies about a token on behalf of a user. */
    PolicyVerdict decide(
            Agent agent, DelegationRequest request, PolicyFacts.Delegated wanted, @Nullable Approval approved) {
        return policies.decide(PolicyFacts.of(agent, request, wanted), demand -> gate.isMet(approved, agent, demand));
    }

    /** Asks people about a token on behalf of a user; see {@link ApprovalGate#ask}. */
    Optional<IssueOutcome> ask(Agent agent, DeferredRequest request, PolicyVerdict verdict) {
        return gate.ask(agent, request, verdict);
    }

    /** What every token says, whoever gets it. */
    AgentTokenClaimsBuilder claims(List<String> targets, long issuedAtMs) {
        return AgentTokenClaims.builder()
                .issuer(scope.issuer())
                .audience(targets.isEmpty() ? List.of(scope.issuer()) : targets)
                .targetService(targets.isEmpty() ? Targets.ANY : targets.get(0))
                .tokenId(AgentTokenClaims.tokenId(Entropy.uuid(issuedAtMs)))
                .transactionId(transactionId());
    }

    private TokenSigner signer() {
        SigningKey key = scope.ports().realmKeys().signingKey(scope.session(), scope.realm());
        return TokenSigner.ofEd25519(key.keyId(), key.privateKey());
    }

    /** The client reads tokens of its own choice; an agent's are all alike. */
    private TokenSigner signerFor(String clientId) {
        ClientModel client = scope.session().clients().getClientByClientId(scope.realm(), clientId);
        return client == null
                ? signer()
                : scope.ports().realmKeys().tokenSigner(scope.session(), scope.realm(), client);
    }

    /**
     * The token, signed, on record and held against the plan; empty when it would be too large.
     *
     * @param organizationId whose token it is, null for none
     * @throws GatehouseException 402 when the plan has none left in this month
     */
    Optional<IssueOutcome.Issued> signed(
            AgentTokenClaimsBuilder built, long issuedAtMs, @Nullable String organizationId) {
        return signed(built, issuedAtMs, organizationId, signer());
    }

    private Optional<IssueOutcome.Issued> signed(
            AgentTokenClaimsBuilder built, long issuedAtMs, @Nullable String organizationId, TokenSigner signer) {
        AgentTokenClaims claims = built.status(statusIndex.next(scope, built.expiresAtSeconds() * 1000))
                .build();
        String token;
        try {
            token = WRITER.sign(claims, signer);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        scope.ports().allotments().takeToken(scope, organizationId);
        tokens.add(claims, signer.keyId(), issuedAtMs);
        return Optional.of(new IssueOutcome.Issued(token, claims));
    }

    private IssueOutcome mint(Agent agent, IssueRequest request, List<String> targets, @Nullable Approval approved) {
        long nowMs = Clock.nowMs();
        // Another node's clock may have been ahead when it paused the agent: a new token must come after that moment.
        long issuedAtMs = Math.max(nowMs, agent.notBeforeMs() + 1);
        long issuedAtSeconds = nowMs / 1000;
        long ttl = Math.min(ttlSeconds(agent, request.ttlSeconds(), nowMs), ApprovalGate.leftSeconds(approved, nowMs));
        PolicyVerdict verdict = policies.decide(
                PolicyFacts.of(agent, request, targets, ttl, nowMs), demand -> gate.isMet(approved, agent, demand));
        if (verdict.needsApproval() && approved == null) {
            List<String> scopes = request.scopes().isEmpty() ? agent.scopes() : request.scopes();
            Optional<IssueOutcome> asked = gate.ask(agent, DeferredRequest.of(request, scopes, targets), verdict);
            if (asked.isPresent()) {
                return asked.get();
            }
        }
        if (verdict.isDenied() || ttl < 1) {
            return denials.of(request, IssueOutcome.Reason.ACCESS_DENIED, verdict.message(), verdict);
        }
        AgentTokenClaimsBuilder claims = claims(targets, issuedAtMs)
                .subject(agent.id())
                .clientId(agent.id())
                .scope(request.scopes().isEmpty() ? agent.scopes() : request.scopes())
                .issuedAtSeconds(issuedAtSeconds)
                .expiresAtSeconds(issuedAtSeconds + ttl)
                .subjectProfile(SUBJECT_PROFILE)
                .confirmation(request.confirmation().isEmpty() ? null : request.confirmation())
                .authorizationDetails(request.authorizationDetails().isEmpty() ? null : request.authorizationDetails());
        return signed(claims, issuedAtMs, agent.organizationId())
                .<IssueOutcome>map(issued -> issued(agent, request, issued, verdict, approved))
                .orElseGet(() -> denials.of(request, IssueOutcome.Reason.INVALID_SCOPE, TOO_LARGE));
    }

    private IssueOutcome.Issued issued(
            Agent agent,
            IssueRequest request,
            IssueOutcome.Issued issued,
            PolicyVerdict verdict,
            @Nullable Approval approved) {
        AgentTokenClaims claims = issued.claims();
        String ignored = events.append(verdict.describe(Event.of(EventType.TOKEN_ISSUED, "token", claims.tokenId()))
                .agent(agent.id())
                .data("organization_id", agent.organizationId())
                .decision("allow", Entropy.uuid().toString())
                .data("scope", claims.scope())
                .data("target_service", claims.targetService())
                .data("audience", claims.audience())
                .data("expires_at", Clock.iso(claims.expiresAtSeconds() * 1000))
                .data("txn", claims.transactionId())
                .data("grant", request.grant())
                .data("sender_constrained", claims.confirmation() != null)
                .data("approval_id", approved == null ? null : approved.id())
                .personal("intent", request.intent())
                .build());
        return issued;
    }

    /** The shortest of what was asked for, the agent's and the realm's maximum, and the agent's own end. */
    long ttlSeconds(Agent agent, int wantedSeconds, long nowMs) {
        RealmSettings settings = scope.settings();
        long ttl = Math.min(wantedSeconds, settings.tokenMaxTtlSeconds());
        Long agentMax = agent.maxTokenTtlSeconds();
        if (agentMax != null) {
            ttl = Math.min(ttl, agentMax);
        }
        Long expiresAtMs = agent.expiresAtMs();
        if (expiresAtMs != null) {
            ttl = Math.min(ttl, Math.max(1, (expiresAtMs - nowMs) / 1000));
        }
        return ttl;
    }

    private String transactionId() {
        String correlationId = scope.request().correlationId();
        return correlationId == null ? Entropy.uuid().toString() : correlationId;
    }
}
