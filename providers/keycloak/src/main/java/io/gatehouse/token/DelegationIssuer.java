package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentMode;
import io.gatehouse.agent.Agents;
import io.gatehouse.agent.Allowance;
import io.gatehouse.agent.Delegations;
import io.gatehouse.approval.Approval;
import io.gatehouse.core.token.ActorChain;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenClaimsBuilder;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import io.gatehouse.policy.PolicyVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an agent gets a token on behalf of a user, and what it says; {@link TokenIssuer} mints it. Every agent of the
 * chain is read again under a shared lock, in the order of the ids: a pause or a withdrawal that runs at the same moment either
 * waits until this token is on record, and then kills it, or is seen here. Long because the order of its checks is the rule.
 */
public final class DelegationIssuer {
    private static final String USER_PROFILE = "user";
    private static final String GRANT = "token_exchange";

    private final RealmScope scope;
    private final Agents agents;
    private final Delegations delegations;
    private final Eligibility eligibility;
    private final TokenIssuer issuer;
    private final DelegatedTokens tokens;
    private final Events events;

    /** An issuer for the scope's realm. */
    public DelegationIssuer(
            RealmScope scope,
            Agents agents,
            Delegations delegations,
            Eligibility eligibility,
            TokenIssuer issuer,
            DelegatedTokens tokens,
            Events events) {
        this.scope = scope;
        this.agents = agents;
        this.delegations = delegations;
        this.eligibility = eligibility;
        this.issuer = issuer;
        this.tokens = tokens;
        this.events = events;
    }

    /** Why there is no token. */
    private record Refusal(
            IssueOutcome.Reason reason,
            String detail,
            @Nullable PolicyVerdict verdict) {
        Refusal(IssueOutcome.Reason reason, String detail) {
            this(reason, detail, null);
        }

        Event.Builder describe(Event.Builder event) {
            return verdict == null ? event : verdict.describe(event);
        }
    }

    /** What the token may say: its scopes, and when what allows them ends. */
    private record Granted(List<String> scopes, long allowedUntilMs) {}

    /**
     * Mints a token, denies it or asks people; writes {@code token.exchanged}, {@code token.denied} or
     * {@code approval.requested} into the present transaction.
     *
     * @throws GatehouseException 404 when there is no such agent
     */
    public IssueOutcome exchange(DelegationRequest request) {
        return exchange(request, null);
    }

    /**
     * As {@link #exchange(DelegationRequest)}, for whoever comes with an approval.
     *
     * @param approved what a person approved of this request; null for none
     */
    IssueOutcome exchange(DelegationRequest request, @Nullable Approval approved) {
        Map<String, Agent> chain = locked(request);
        Agent agent = Optional.ofNullable(chain.get(request.agentId())).orElseThrow(GatehouseException::notFound);
        Optional<Refusal> refusal = ofAgents(request, agent, chain).or(() -> ofSubject(request.subject()));
        if (refusal.isPresent()) {
            return deny(request, agent, refusal.get());
        }
        Optional<ActorChain> actors = request.subject().actors().handedOnTo(agent.id());
        if (actors.isEmpty()) {
            return deny(
                    request,
                    agent,
                    new Refusal(
                            IssueOutcome.Reason.INVALID_REQUEST,
                            "At most " + ActorChain.MAX_ACTORS + " agents may act one for the other."));
        }
        Allowance allowance = delegations.allowance(request.subject().userId(), agent.id());
        if (allowance.isEmpty()) {
            return deny(
                    request,
                    agent,
                    new Refusal(
                            IssueOutcome.Reason.CONSENT_REQUIRED,
                            "The user has not let this agent act on its behalf."));
        }
        Optional<Granted> granted = granted(request, agent, allowance);
        if (granted.isEmpty()) {
            return deny(
                    request,
                    agent,
                    new Refusal(
                            IssueOutcome.Reason.INVALID_SCOPE,
                            "Ask for scopes that the agent holds, the user allowed it and the subject token carries."));
        }
        Optional<List<String>> audience = issuer.audience(agent.audiences(), request.targets());
        if (audience.isEmpty()) {
            return deny(
                    request,
                    agent,
                    new Refusal(IssueOutcome.Reason.INVALID_TARGET, "Name a target that the agent may call."));
        }
        return mint(request, agent, chain, actors.get(), granted.get(), audience.get(), approved);
    }

    private Map<String, Agent> locked(DelegationRequest request) {
        TreeSet<String> ids = new TreeSet<>(request.subject().actors().agents());
        ids.add(request.agentId());
        Map<String, Agent> chain = new HashMap<>();
        ids.forEach(id -> agents.lockForIssue(id).ifPresent(agent -> chain.put(id, agent)));
        return chain;
    }

    private Optional<Refusal> ofAgents(DelegationRequest request, Agent agent, Map<String, Agent> chain) {
        Optional<Ineligible> ineligible = eligibility.of(agent.acting());
        if (ineligible.isPresent()) {
            return refusal(
                    IssueOutcome.Reason.UNAUTHORIZED_CLIENT,
                    "The agent " + ineligible.get().sentence() + ".");
        }
        if (agents.isCutOff(agent)) {
            return refusal(IssueOutcome.Reason.UNAUTHORIZED_CLIENT, TokenIssuer.CUT_OFF);
        }
        if (SenderConstraint.isMissing(agent, request.confirmation())) {
            return refusal(IssueOutcome.Reason.INVALID_DPOP_PROOF, SenderConstraint.MISSING);
        }
        if (agent.mode() == AgentMode.AUTONOMOUS) {
            return refusal(IssueOutcome.Reason.UNAUTHORIZED_CLIENT, "The agent acts for itself only.");
        }
        if (!request.subject().namesAgent()) {
            return refusal(
                    IssueOutcome.Reason.ACTOR_UNAUTHORIZED,
                    "The subject token names the agent neither in may_act nor in aud.");
        }
        boolean areAllAble = request.subject().actors().agents().stream().allMatch(id -> isAble(chain.get(id)));
        return areAllAble
                ? Optional.empty()
                : refusal(IssueOutcome.Reason.INVALID_REQUEST, "An agent that handed on may not act any more.");
    }

    private boolean isAble(@Nullable Agent earlier) {
        return earlier != null
                && earlier.mode() != AgentMode.AUTONOMOUS
                && eligibility.of(earlier.acting()).isEmpty();
    }

    private Optional<Refusal> ofSubject(DelegatedSubject subject) {
        boolean isAble = users().isAbleToAct(scope.session(), scope.realm(), subject.userId())
                && !users().isServiceAccount(scope.session(), scope.realm(), subject.userId())
                && users().isLoggedIn(
                                scope.session(),
                                scope.realm(),
                                subject.userId(),
                                subject.login(),
                                Clock.nowMs() / 1000);
        return isAble
                ? Optional.empty()
                : refusal(IssueOutcome.Reason.INVALID_REQUEST, "The subject is disabled, locked or logged out.");
    }

    /** What is left of the agent's scopes; empty when that is nothing, or less than was asked for. */
    private Optional<Granted> granted(DelegationRequest request, Agent agent, Allowance allowance) {
        List<String> limit = request.subject().scopeLimit();
        List<String> left = agent.scopes().stream()
                .filter(allowance.scopes()::contains)
                .filter(one -> limit == null || limit.contains(one))
                .filter(one -> mayDelegate(request.subject().userId(), one))
                .toList();
        List<String> scopes = request.scopes().isEmpty() ? left : request.scopes();
        return scopes.isEmpty() || !Scopes.containsAll(left, scopes)
                ? Optional.empty()
                : allowance.expiresAtMs(scopes).map(until -> new Granted(scopes, until));
    }

    /** Nobody hands on what is administrative, nor a client scope or role of the realm that the user does not hold now. */
    private boolean mayDelegate(String userId, String name) {
        return !Permission.isAdministrative(name)
                && (!users().isRealmScope(scope.session(), scope.realm(), name)
                        || users().holdsRealmScope(scope.session(), scope.realm(), userId, name));
    }

    private IssueOutcome mint(
            DelegationRequest request,
            Agent agent,
            Map<String, Agent> chain,
            ActorChain actors,
            Granted granted,
            List<String> targets,
            @Nullable Approval approved) {
        DelegatedSubject subject = request.subject();
        long nowMs = Clock.nowMs();
        long issuedAtMs = Math.max(nowMs, agent.notBeforeMs() + 1);
        long issuedAtSeconds = nowMs / 1000;
        long expiresAtSeconds = issuedAtSeconds + issuer.ttlSeconds(agent, request.ttlSeconds(), nowMs);
        expiresAtSeconds = Math.min(expiresAtSeconds, subject.expiresAtSeconds());
        expiresAtSeconds = Math.min(expiresAtSeconds, granted.allowedUntilMs() / 1000);
        if (approved != null) {
            expiresAtSeconds = Math.min(expiresAtSeconds, approved.state().deadlineMs() / 1000);
        }
        for (Agent one : chain.values()) {
            Long endMs = one.expiresAtMs();
            expiresAtSeconds = Math.min(expiresAtSeconds, endMs == null ? Long.MAX_VALUE : endMs / 1000);
        }
        if (expiresAtSeconds <= issuedAtSeconds) {
            return deny(
                    request,
                    agent,
                    new Refusal(IssueOutcome.Reason.INVALID_REQUEST, "What allows this ends within a second."));
        }
        PolicyVerdict verdict = issuer.decide(
                agent,
                request,
                new PolicyFacts.Delegated(
                        granted.scopes(),
                        targets,
                        expiresAtSeconds - issuedAtSeconds,
                        actors.agents().size(),
                        nowMs),
                approved);
        if (verdict.needsApproval() && approved == null) {
            Optional<IssueOutcome> asked =
                    issuer.ask(agent, DeferredRequest.of(request, granted.scopes(), targets, GRANT), verdict);
            if (asked.isPresent()) {
                return asked.get();
            }
        }
        if (verdict.isDenied()) {
            return deny(request, agent, new Refusal(IssueOutcome.Reason.ACCESS_DENIED, verdict.message(), verdict));
        }
        AgentTokenClaimsBuilder claims = issuer.claims(targets, issuedAtMs)
                .subject(subject.userId())
                .clientId(agent.id())
                .scope(granted.scopes())
                .issuedAtSeconds(issuedAtSeconds)
                .expiresAtSeconds(expiresAtSeconds)
                .subjectProfile(USER_PROFILE)
                .act(actors.toClaim(scope.issuer()))
                .parents(subject.parents())
                .login(subject.login().text())
                .confirmation(request.confirmation().isEmpty() ? null : request.confirmation());
        if (subject.transactionId() != null) {
            claims.transactionId(subject.transactionId());
        }
        return issuer.signed(claims, issuedAtMs, agent.organizationId())
                .<IssueOutcome>map(issued -> exchanged(request, agent, actors, issued, verdict, approved))
                .orElseGet(() ->
                        deny(request, agent, new Refusal(IssueOutcome.Reason.INVALID_SCOPE, TokenIssuer.TOO_LARGE)));
    }

    private IssueOutcome.Issued exchanged(
            DelegationRequest request,
            Agent agent,
            ActorChain actors,
            IssueOutcome.Issued issued,
            PolicyVerdict verdict,
            @Nullable Approval approved) {
        AgentTokenClaims claims = issued.claims();
        tokens.add(claims, request.subject().login());
        append(verdict.describe(event(EventType.TOKEN_EXCHANGED, "token", claims.tokenId(), request, agent))
                .decision("allow", Entropy.uuid().toString())
                .data("actors", actors.agents())
                .data("scope", claims.scope())
                .data("target_service", claims.targetService())
                .data("audience", claims.audience())
                .data("expires_at", Clock.iso(claims.expiresAtSeconds() * 1000))
                .data("txn", claims.transactionId())
                .data("parents", claims.parents())
                .data("sender_constrained", claims.confirmation() != null)
                .data("approval_id", approved == null ? null : approved.id()));
        return issued;
    }

    private IssueOutcome deny(DelegationRequest request, Agent agent, Refusal refusal) {
        String decisionId = Entropy.uuid().toString();
        List<String> actors = new ArrayList<>(List.of(agent.id()));
        actors.addAll(request.subject().actors().agents());
        append(refusal.describe(event(EventType.TOKEN_DENIED, "agent", agent.id(), request, agent))
                .decision("deny", decisionId)
                .data("reason", refusal.reason().code())
                .data("detail", refusal.detail())
                .data("actors", actors)
                .data("scope", request.scopes())
                .data("audience", request.targets()));
        return new IssueOutcome.Denied(refusal.reason(), refusal.detail(), decisionId);
    }

    private static Event.Builder event(
            EventType type, String targetType, String targetId, DelegationRequest request, Agent agent) {
        return Event.of(type, targetType, targetId)
                .agent(agent.id())
                .subject(request.subject().userId())
                .data("organization_id", agent.organizationId())
                .data("grant", GRANT)
                .personal("intent", request.intent());
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    private static Optional<Refusal> refusal(IssueOutcome.Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }

    private Users users() {
        return scope.ports().users();
    }
}
