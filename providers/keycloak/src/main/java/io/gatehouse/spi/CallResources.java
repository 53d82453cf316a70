package io.gatehouse.spi;

import io.gatehouse.account.AvatarFileResource;
import io.gatehouse.account.AvatarResource;
import io.gatehouse.account.MeResource;
import io.gatehouse.account.PlanBilling;
import io.gatehouse.account.TwoFactorResource;
import io.gatehouse.agent.AgentActivityResource;
import io.gatehouse.agent.AgentBlueprintResource;
import io.gatehouse.agent.AgentBulkResource;
import io.gatehouse.agent.AgentCardResource;
import io.gatehouse.agent.AgentLoginResource;
import io.gatehouse.agent.AgentPauseAllResource;
import io.gatehouse.agent.AgentResource;
import io.gatehouse.agent.AgentSecretResource;
import io.gatehouse.agent.AgentTransferResource;
import io.gatehouse.agent.DelegationResource;
import io.gatehouse.agent.MyDelegationResource;
import io.gatehouse.apikey.ApiKeyResource;
import io.gatehouse.apikey.BulkRevocation;
import io.gatehouse.apikey.ImportResource;
import io.gatehouse.apikey.KeyImport;
import io.gatehouse.apikey.LeakResource;
import io.gatehouse.apikey.LeakedKeys;
import io.gatehouse.approval.ApprovalResource;
import io.gatehouse.audit.AuditResource;
import io.gatehouse.domain.DomainResource;
import io.gatehouse.login.GuestLinkResource;
import io.gatehouse.login.GuestResource;
import io.gatehouse.login.LoginRefreshResource;
import io.gatehouse.login.MagicLinkResource;
import io.gatehouse.login.OneTapResource;
import io.gatehouse.login.SendCodeResource;
import io.gatehouse.login.VerifyCodeResource;
import io.gatehouse.plan.BillingResource;
import io.gatehouse.plan.OrganizationPlanResource;
import io.gatehouse.plan.PlanResource;
import io.gatehouse.plan.RealmPlanResource;
import io.gatehouse.plan.UsageResource;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.policy.PolicyCaseResource;
import io.gatehouse.policy.PolicyConfirmResource;
import io.gatehouse.policy.PolicyExportResource;
import io.gatehouse.policy.PolicyImportResource;
import io.gatehouse.policy.PolicyPendingResource;
import io.gatehouse.policy.PolicyResource;
import io.gatehouse.policy.ReplayResource;
import io.gatehouse.policy.ReplaysResource;
import io.gatehouse.policy.ShadowReportResource;
import io.gatehouse.rest.ForwardAuthResource;
import io.gatehouse.rest.Resources;
import io.gatehouse.rest.RevocationEndpoint;
import io.gatehouse.rest.SettingsResource;
import io.gatehouse.token.AccessResource;
import io.gatehouse.token.AffectedResource;
import io.gatehouse.token.KillSwitch;
import io.gatehouse.token.SimulationResource;
import io.gatehouse.token.StatusListResource;
import io.gatehouse.token.TokenResource;
import io.gatehouse.webhook.Deliveries;
import io.gatehouse.webhook.WebhookDeliveryResource;
import io.gatehouse.webhook.WebhookResource;
import io.gatehouse.webhook.Webhooks;
import java.util.function.Supplier;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The resources of one call. The caller is authenticated when the first resource is made, and once. Long because it says of each
 * resource what it is made of.
 */
final class CallResources implements Resources {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Supplier<Caller> authenticate;

    /** @param authenticate finds the caller; called once for each resource, of which a request has one */
    CallResources(KeycloakSession session, RealmModel realm, Supplier<Caller> authenticate) {
        this.session = session;
        this.realm = realm;
        this.authenticate = authenticate;
    }

    @Override
    public AgentResource agents() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        Node node = GatehouseProvider.nodeOf(session);
        return new AgentResource(
                new Call(rooms.scope(), caller), rooms.agents(), node.http().guard());
    }

    @Override
    public AgentSecretResource agentSecret(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentSecretResource(new Call(rooms.scope(), caller), rooms.agents(), id);
    }

    @Override
    public AgentTransferResource agentTransfer(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        BulkRevocation keys = rooms.bulkRevocation(caller);
        return new AgentTransferResource(new Call(rooms.scope(), caller), rooms.agents(), keys::revokeOfAgent, id);
    }

    @Override
    public AgentLoginResource agentLogin(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentLoginResource(new Call(rooms.scope(), caller), rooms.agents(), id);
    }

    @Override
    public AgentActivityResource agentActivity(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentActivityResource(new Call(rooms.scope(), caller), rooms.agents(), id);
    }

    @Override
    public AgentCardResource agentCard(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentCardResource(new Call(rooms.scope(), caller), rooms.agents(), id);
    }

    @Override
    public AgentBulkResource agentsRevokeAll() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentBulkResource(new Call(rooms.scope(), caller), rooms.agentBatches(caller));
    }

    @Override
    public AgentPauseAllResource agentsPauseAll() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentPauseAllResource(new Call(rooms.scope(), caller), rooms.agentBatches(caller));
    }

    @Override
    public AgentBlueprintResource agentBlueprints() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AgentBlueprintResource(new Call(rooms.scope(), caller), rooms.agents(), rooms.agentBatches(caller));
    }

    @Override
    public DelegationResource delegations() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new DelegationResource(new Call(rooms.scope(), caller), rooms.agents(), rooms.delegations());
    }

    @Override
    public MyDelegationResource myDelegations() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new MyDelegationResource(new Call(rooms.scope(), caller), rooms.delegations());
    }

    @Override
    public MeResource me() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new MeResource(
                new Call(rooms.scope(), caller),
                new AccountsAdapter(session, realm),
                new PlanBilling(rooms.scope(), rooms.usage(), caller.onlyOrganizationId()),
                rooms.events(),
                rooms.accountRows(),
                GatehouseProvider.nodeOf(session).accountOutbox());
    }

    @Override
    public TwoFactorResource twoFactor() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new TwoFactorResource(
                new Call(rooms.scope(), caller),
                new AccountsAdapter(session, realm),
                new OneTimeCodesAdapter(session, realm),
                rooms.events(),
                rooms.accountRows());
    }

    @Override
    public PlanResource plans() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PlanResource(new Call(rooms.scope(), caller), rooms.plans());
    }

    @Override
    public RealmPlanResource realmPlan() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new RealmPlanResource(new Call(rooms.scope(), caller), rooms.plans());
    }

    @Override
    public OrganizationPlanResource organizationPlan(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new OrganizationPlanResource(new Call(rooms.scope(), caller), rooms.plans(), rooms.usage(), id);
    }

    @Override
    public UsageResource usage() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new UsageResource(new Call(rooms.scope(), caller), rooms.usage());
    }

    @Override
    public BillingResource billing() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new BillingResource(
                new Call(rooms.scope(), caller),
                rooms.plans(),
                GatehouseProvider.nodeOf(session).billingThrottle());
    }

    @Override
    public ApiKeyResource apiKeys() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ApiKeyResource(
                new Call(rooms.scope(), caller),
                rooms.apiKeys(caller),
                rooms.keyVerification(),
                rooms.bulkRevocation(caller));
    }

    @Override
    public ForwardAuthResource forwardAuth() {
        Rooms rooms = Rooms.of(session, realm);
        return new ForwardAuthResource(new Call(rooms.scope(), Caller.anonymous()), rooms.forwardAuth());
    }

    @Override
    public LeakResource leaks() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new LeakResource(
                new Call(rooms.scope(), caller),
                new LeakedKeys(rooms.keyVerification(), rooms.apiKeys(caller)),
                GatehouseProvider.nodeOf(session).leakThrottle());
    }

    @Override
    public MagicLinkResource magicLink() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new MagicLinkResource(
                new Call(rooms.scope(), caller),
                rooms.magicLinks(),
                GatehouseProvider.nodeOf(session).loginThrottle(),
                request -> LinkClient.require(session, realm, request));
    }

    @Override
    public ImportResource keyImport() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ImportResource(new Call(rooms.scope(), caller), new KeyImport(rooms.scope(), rooms.apiKeys(caller)));
    }

    @Override
    public SendCodeResource sendCode() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new SendCodeResource(
                new Call(rooms.scope(), caller),
                rooms.emailCodes(),
                GatehouseProvider.nodeOf(session).loginThrottle());
    }

    @Override
    public VerifyCodeResource verifyCode() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new VerifyCodeResource(
                new Call(rooms.scope(), caller),
                rooms.emailCodes(),
                GatehouseProvider.nodeOf(session).loginThrottle());
    }

    @Override
    public OneTapResource oneTap() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        Node node = GatehouseProvider.nodeOf(session);
        return new OneTapResource(
                new Call(rooms.scope(), caller),
                rooms.oneTap(),
                node.oneTapKeys(),
                Rooms.oneTapRooms(realm.getId(), caller, rooms.scope().request()),
                node.loginThrottle());
    }

    @Override
    public LoginRefreshResource loginRefresh() {
        Caller caller = authenticate.get();
        return new LoginRefreshResource(new Call(new Rooms(session, realm, caller).scope(), caller));
    }

    @Override
    public TokenResource tokens() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new TokenResource(
                new Call(rooms.scope(), caller),
                rooms.agents(),
                rooms.tokenIssuer(),
                rooms.deferredTokens(),
                rooms.tokenVerifier(),
                rooms.tokenRevoker(),
                new KillSwitch(rooms.scope(), rooms.agents(), rooms.delegationEnds()),
                GatehouseProvider.nodeOf(session).verifyThrottle());
    }

    @Override
    public AvatarResource myAvatar() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AvatarResource(new Call(rooms.scope(), caller), rooms.avatars());
    }

    /** The headers for the realm's pages would forbid other sites to show a picture. */
    @Override
    public AvatarFileResource avatars() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        return new AvatarFileResource(
                new Call(rooms.scope(), caller),
                rooms.avatars(),
                GatehouseProvider.nodeOf(session).avatarThrottle());
    }

    @Override
    public StatusListResource statusLists() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new StatusListResource(
                new Call(rooms.scope(), caller),
                rooms.statusLists(),
                GatehouseProvider.nodeOf(session).statusListThrottle());
    }

    @Override
    public PolicyResource policies() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyResource(new Call(rooms.scope(), caller), rooms.policies());
    }

    @Override
    public PolicyCaseResource policyTests(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyCaseResource(new Call(rooms.scope(), caller), rooms.policies(), id);
    }

    @Override
    public ApprovalResource approvals() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ApprovalResource(
                new Call(rooms.scope(), caller), rooms.approvals(), rooms.approvalPeople(), rooms.agents());
    }

    @Override
    public AffectedResource policyAffected(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AffectedResource(
                new Call(rooms.scope(), caller), rooms.policies(), rooms.agents(), rooms.apiKeys(caller), id);
    }

    @Override
    public PolicyPendingResource policyPending(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyPendingResource(new Call(rooms.scope(), caller), rooms.policies(), id);
    }

    @Override
    public PolicyConfirmResource policyConfirm(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyConfirmResource(new Call(rooms.scope(), caller), rooms.policies(), id);
    }

    @Override
    public PolicyExportResource policyExport() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyExportResource(new Call(rooms.scope(), caller), rooms.policyTransfer());
    }

    @Override
    public PolicyImportResource policyImport() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new PolicyImportResource(new Call(rooms.scope(), caller), rooms.policyTransfer());
    }

    @Override
    public SimulationResource simulation() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new SimulationResource(
                new Call(rooms.scope(), caller), rooms.agents(), rooms.tokenIssuer(), rooms.policyDecisions());
    }

    @Override
    public ShadowReportResource shadowReport(String id) {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ShadowReportResource(new Call(rooms.scope(), caller), rooms.policies(), id);
    }

    @Override
    public ReplayResource replay() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ReplayResource(new Call(rooms.scope(), caller), rooms.policies(), rooms.replays());
    }

    @Override
    public ReplaysResource replays() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new ReplaysResource(new Call(rooms.scope(), caller), rooms.replays());
    }

    @Override
    public AccessResource access() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AccessResource(
                new Call(rooms.scope(), caller),
                rooms.agents(),
                rooms.eligibility(),
                rooms.tokenIssuer(),
                rooms.policyDecisions());
    }

    @Override
    public DomainResource domains() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        Node node = GatehouseProvider.nodeOf(session);
        return new DomainResource(
                new Call(rooms.scope(), caller), rooms.domains(), node.domainRules(), node.domainVerification());
    }

    @Override
    public WebhookResource webhooks() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        Node node = GatehouseProvider.nodeOf(session);
        Webhooks webhooks = rooms.webhooks(caller);
        return new WebhookResource(
                new Call(rooms.scope(), caller),
                webhooks,
                new Deliveries(rooms.scope(), webhooks),
                node.webhookPing(),
                node.http().guard(),
                StockEventTypes.ALL);
    }

    @Override
    public WebhookDeliveryResource webhookDeliveries() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new WebhookDeliveryResource(
                new Call(rooms.scope(), caller), new Deliveries(rooms.scope(), rooms.webhooks(caller)));
    }

    @Override
    public GuestResource guests() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new GuestResource(
                new Call(rooms.scope(), caller),
                rooms.guests(),
                GatehouseProvider.nodeOf(session).guestThrottle());
    }

    @Override
    public GuestLinkResource guestLink() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new GuestLinkResource(
                new Call(rooms.scope(), caller),
                rooms.guestLinks(caller),
                GatehouseProvider.nodeOf(session).loginThrottle());
    }

    @Override
    public SettingsResource settings() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new SettingsResource(new Call(rooms.scope(), caller), rooms.events(), rooms.agents());
    }

    @Override
    public AuditResource audit() {
        Caller caller = authenticate.get();
        Rooms rooms = new Rooms(session, realm, caller);
        return new AuditResource(new Call(rooms.scope(), caller), rooms.auditEvents(), rooms.erasures(caller));
    }

    @Override
    public RevocationEndpoint oauthRevocation() {
        return new OAuthRevocation(session, realm);
    }
}
