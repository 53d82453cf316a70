package io.gatehouse.spi;

import io.gatehouse.account.AccountRows;
import io.gatehouse.account.AvatarRows;
import io.gatehouse.account.Avatars;
import io.gatehouse.agent.AgentBatches;
import io.gatehouse.agent.AgentOrphans;
import io.gatehouse.agent.AgentStores;
import io.gatehouse.agent.Agents;
import io.gatehouse.agent.CachedAgents;
import io.gatehouse.agent.DelegationEnds;
import io.gatehouse.agent.Delegations;
import io.gatehouse.apikey.ApiKeyVerification;
import io.gatehouse.apikey.ApiKeys;
import io.gatehouse.apikey.BulkRevocation;
import io.gatehouse.apikey.ExchangedKeys;
import io.gatehouse.apikey.KeyCredits;
import io.gatehouse.approval.ApprovalDecisions;
import io.gatehouse.approval.ApprovalPeople;
import io.gatehouse.approval.ApprovalRooms;
import io.gatehouse.approval.Approvals;
import io.gatehouse.audit.AuditEvents;
import io.gatehouse.audit.Erasures;
import io.gatehouse.domain.DomainStores;
import io.gatehouse.domain.Domains;
import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Events;
import io.gatehouse.login.EmailCodes;
import io.gatehouse.login.FirstProof;
import io.gatehouse.login.GuestLinks;
import io.gatehouse.login.GuestRooms;
import io.gatehouse.login.Guests;
import io.gatehouse.login.LoginMailJob;
import io.gatehouse.login.MagicLinks;
import io.gatehouse.login.OneTap;
import io.gatehouse.login.OneTapRooms;
import io.gatehouse.plan.Plans;
import io.gatehouse.plan.Usage;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.policy.Policies;
import io.gatehouse.policy.PolicyDecisions;
import io.gatehouse.policy.PolicyTransfer;
import io.gatehouse.policy.Replays;
import io.gatehouse.policy.StockGrants;
import io.gatehouse.rest.Authentication;
import io.gatehouse.rest.ForwardAuth;
import io.gatehouse.token.ApprovalGate;
import io.gatehouse.token.DeferredTokens;
import io.gatehouse.token.DelegatedTokens;
import io.gatehouse.token.DelegationIssuer;
import io.gatehouse.token.StatusLists;
import io.gatehouse.token.TokenIssuer;
import io.gatehouse.token.TokenRevoker;
import io.gatehouse.token.TokenVerifier;
import io.gatehouse.token.Tokens;
import io.gatehouse.webhook.Webhooks;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Puts the rooms together for one realm, one session and one caller. Cheap: nothing is read before it is asked for. Long because
 * there are so many rooms.
 */
final class Rooms {
    private final Node node;
    private final RealmScope scope;
    private final Events events;
    private final Revocations revocations;
    private final ActingAgents actingAgents;
    private final Eligibility eligibility;
    private final Tokens tokens;
    private final Agents agents;
    private final Caller caller;

    Rooms(KeycloakSession session, RealmModel realm, Caller caller) {
        this(session, realm, caller, RequestFacts.of(session));
    }

    private Rooms(KeycloakSession session, RealmModel realm, Caller caller, RequestFacts request) {
        node = GatehouseProvider.nodeOf(session);
        scope = new RealmScope(session, realm, node.ports(), request);
        this.caller = caller;
        events = new Events(scope, caller);
        revocations = new Revocations(scope, node.revocationState());
        actingAgents = new CachedAgents(scope, node.agentCache());
        eligibility = new Eligibility(scope, node.revocationState(), actingAgents);
        tokens = new Tokens(scope);
        agents = new Agents(scope, events, revocations, tokens, eligibility);
    }

    /** The rooms of a realm for work that nobody asked for, such as a look-up by Keycloak itself. */
    static Rooms of(KeycloakSession session, RealmModel realm) {
        return new Rooms(session, realm, Caller.anonymous());
    }

    /** The rooms of a realm for work that goes on outside of any request. */
    static Rooms ofBackground(KeycloakSession session, RealmModel realm) {
        return new Rooms(session, realm, Caller.system(), RequestFacts.ofBackground());
    }

    /** Makes the agents of a realm for work of several transactions. */
    static AgentStores agentStores() {
        return (session, realmId, caller, request) -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return Optional.of(new Rooms(session, realm, caller, request).agents());
        };
    }

    /** Makes the domains of a realm for work of several transactions. */
    static DomainStores domainStores() {
        return (session, realmId, caller, request) -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return Optional.of(new Rooms(session, realm, caller, request).domains());
        };
    }

    /** Opens the approvals of a realm for work that goes on outside of any request. */
    static ApprovalRooms approvalRooms() {
        return (session, realmId) -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            Rooms rooms = ofBackground(session, realm);
            return Optional.of(
                    new ApprovalRooms.Opened(rooms.scope(), rooms.approvals(), rooms.approvalPeople(), rooms.agents()));
        };
    }

    /** Opens a realm for work on logins that goes on outside of any request. */
    static LoginMailJob.Rooms loginRooms() {
        return (session, realmId) -> Optional.ofNullable(session.realms().getRealm(realmId))
                .map(realm -> {
                    session.getContext().setRealm(realm);
                    return ofBackground(session, realm).scope();
                });
    }

    /** Opens the guests of a realm for work that goes on outside of any request. */
    static GuestRooms guestRooms() {
        return (session, realmId) -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return Optional.of(ofBackground(session, realm).guests());
        };
    }

    /** Opens One Tap of a realm in another transaction of the same call. */
    static OneTapRooms oneTapRooms(String realmId, Caller caller, RequestFacts request) {
        return session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                throw GatehouseException.notFound();
            }
            session.getContext().setRealm(realm);
            return new Rooms(session, realm, caller, request).oneTap();
        };
    }

    RealmScope scope() {
        return scope;
    }

    OneTap oneTap() {
        return new OneTap(scope, events);
    }

    MagicLinks magicLinks() {
        return new MagicLinks(scope, firstProof());
    }

    EmailCodes emailCodes() {
        return new EmailCodes(scope, events, firstProof());
    }

    /** What ends with it are batches with transactions of their own. */
    FirstProof firstProof() {
        BulkRevocation keys = bulkRevocation(Caller.system());
        AgentBatches agentsOfOwner = agentBatches(Caller.system());
        return new FirstProof(
                scope,
                userId -> AfterCommit.run(scope.session(), () -> {
                    keys.revokeOfUser(userId);
                    agentsOfOwner.revokeOfUser(userId);
                }));
    }

    Events events() {
        return events;
    }

    Agents agents() {
        return agents;
    }

    Avatars avatars() {
        return new Avatars(scope, events, new AvatarRows(scope), node.pictures());
    }

    AgentBatches agentBatches(Caller caller) {
        return new AgentBatches(agentStores(), scope, caller);
    }

    AgentOrphans orphans() {
        return new AgentOrphans(agents);
    }

    Delegations delegations() {
        return new Delegations(scope, events, delegationEnds());
    }

    DelegationEnds delegationEnds() {
        return new DelegationEnds(events, revocations, new DelegatedTokens(scope));
    }

    Eligibility eligibility() {
        return eligibility;
    }

    TokenIssuer tokenIssuer() {
        return new TokenIssuer(
                scope, agents, eligibility, tokens, node.statusIndex(), events, policyDecisions(), approvalGate());
    }

    private ApprovalGate approvalGate() {
        return new ApprovalGate(approvals(), approvalPeople(), caller);
    }

    Approvals approvals() {
        return new Approvals(scope, events, agents);
    }

    ApprovalPeople approvalPeople() {
        return new ApprovalPeople(scope, agents);
    }

    /** @param secondFactorAtMs says when the caller last gave a second factor */
    ApprovalDecisions approvalDecisions(Supplier<Optional<Long>> secondFactorAtMs) {
        return new ApprovalDecisions(caller, approvals(), approvalPeople(), agents, secondFactorAtMs);
    }

    DeferredTokens deferredTokens() {
        return new DeferredTokens(caller, agents, approvals(), tokenIssuer(), delegationIssuer());
    }

    Policies policies() {
        return new Policies(scope, caller, events);
    }

    PolicyTransfer policyTransfer() {
        return new PolicyTransfer(scope, policies());
    }

    PolicyDecisions policyDecisions() {
        return new PolicyDecisions(scope, caller, node.policyState(), node.policyThrottles());
    }

    StockGrants stockGrants() {
        return new StockGrants(scope, node.policyState(), node.policyThrottles());
    }

    Replays replays() {
        return new Replays(scope, node.policyState());
    }

    StatusLists statusLists() {
        return new StatusLists(scope, node.revocationState(), node.statusListCache());
    }

    /** Ends, on the status lists, what was exchanged for keys of an owner that may not act any more. */
    void endKeyTokens(Owner owner) {
        long nowMs = Clock.nowMs();
        revocations.endOwnersKeyTokens(owner.id(), nowMs, nowMs + RealmSettings.MAX_TOKEN_TTL_SECONDS * 1_000L);
    }

    DelegationIssuer delegationIssuer() {
        return new DelegationIssuer(
                scope, agents, delegations(), eligibility, tokenIssuer(), new DelegatedTokens(scope), events);
    }

    TokenVerifier tokenVerifier() {
        return new TokenVerifier(scope, eligibility, exchangedKeys(), node.signedTokens());
    }

    TokenRevoker tokenRevoker() {
        return new TokenRevoker(agents, exchangedKeys(), tokens, tokenVerifier(), revocations, events);
    }

    ApiKeys apiKeys(Caller caller) {
        return new ApiKeys(scope, caller, events, revocations, node.keyCache(), actingAgents, keyCredits());
    }

    private KeyCredits keyCredits() {
        return new KeyCredits(scope, node.keyMeters());
    }

    BulkRevocation bulkRevocation(Caller caller) {
        return new BulkRevocation(node.keyStores(), scope, caller);
    }

    Domains domains() {
        return new Domains(scope, events);
    }

    Plans plans() {
        return new Plans(scope, events, node.allotments());
    }

    Usage usage() {
        return new Usage(scope, node.allotments());
    }

    Webhooks webhooks(Caller caller) {
        return new Webhooks(scope, caller, events);
    }

    ApiKeyVerification keyVerification() {
        PolicyDecisions policies = policyDecisions();
        return new ApiKeyVerification(scope, eligibility, node.keyCache(), node.keyUsage(), node.keyMeters(), policies);
    }

    ExchangedKeys exchangedKeys() {
        return new ExchangedKeys(scope, eligibility, keyVerification(), node.exchangedKeyCache());
    }

    AccountRows accountRows() {
        return new AccountRows(node.ports().database(), scope.realmId());
    }

    GuestLinks guestLinks(Caller caller) {
        return new GuestLinks(scope, caller, guests(), events);
    }

    Guests guests() {
        return new Guests(scope, events);
    }

    AuditEvents auditEvents() {
        return new AuditEvents(scope);
    }

    Erasures erasures(Caller caller) {
        return new Erasures(scope, caller, events);
    }

    ForwardAuth forwardAuth() {
        return new ForwardAuth(keyVerification(), tokenVerifier(), exchangedKeys(), agents, eligibility);
    }

    Authentication authentication() {
        return new Authentication(scope, keyVerification(), agents, eligibility, tokenVerifier());
    }
}
