package io.gatehouse.rest;

import io.gatehouse.account.AvatarFileResource;
import io.gatehouse.account.AvatarResource;
import io.gatehouse.account.MeResource;
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
import io.gatehouse.apikey.ImportResource;
import io.gatehouse.apikey.LeakResource;
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
import io.gatehouse.policy.PolicyCaseResource;
import io.gatehouse.policy.PolicyConfirmResource;
import io.gatehouse.policy.PolicyExportResource;
import io.gatehouse.policy.PolicyImportResource;
import io.gatehouse.policy.PolicyPendingResource;
import io.gatehouse.policy.PolicyResource;
import io.gatehouse.policy.ReplayResource;
import io.gatehouse.policy.ReplaysResource;
import io.gatehouse.policy.ShadowReportResource;
import io.gatehouse.token.AccessResource;
import io.gatehouse.token.AffectedResource;
import io.gatehouse.token.SimulationResource;
import io.gatehouse.token.StatusListResource;
import io.gatehouse.token.TokenResource;
import io.gatehouse.webhook.WebhookDeliveryResource;
import io.gatehouse.webhook.WebhookResource;

/** Makes the resources of one call; implemented by the wiring. A resource is made only when its path is called. */
public interface Resources {
    /** Plans. */
    PlanResource plans();

    /** The plan of the realm. */
    RealmPlanResource realmPlan();

    /** Plan and usage of the organization with this id. */
    OrganizationPlanResource organizationPlan(String id);

    /** What is used. */
    UsageResource usage();

    /** Events of payment providers. */
    BillingResource billing();

    /** Agents. */
    AgentResource agents();

    /** The secret of the agent with this id. */
    AgentSecretResource agentSecret(String id);

    /** The transfer of the agent with this id to another owner. */
    AgentTransferResource agentTransfer(String id);

    /** How people log in at the agent with this id. */
    AgentLoginResource agentLogin(String id);

    /** What the agent with this id did. */
    AgentActivityResource agentActivity(String id);

    /** The card of the agent with this id. */
    AgentCardResource agentCard(String id);

    /** The revocation of many agents at once. */
    AgentBulkResource agentsRevokeAll();

    /** The pause of many agents at once. */
    AgentPauseAllResource agentsPauseAll();

    /** Blueprints of agents. */
    AgentBlueprintResource agentBlueprints();

    /** Whom an agent may act for. */
    DelegationResource delegations();

    /** The agents that may act for the caller. */
    MyDelegationResource myDelegations();

    /** The picture of the caller. */
    AvatarResource myAvatar();

    /** People's pictures. */
    AvatarFileResource avatars();

    /** The person who calls. */
    MeResource me();

    /** The second factor of the person who calls. */
    TwoFactorResource twoFactor();

    /** API keys. */
    ApiKeyResource apiKeys();

    /** The check of a credential for a proxy; its caller is not authenticated. */
    ForwardAuthResource forwardAuth();

    /** Reports of leaked API keys. */
    LeakResource leaks();

    /** Import of API keys from other systems. */
    ImportResource keyImport();

    /** Codes to log in, sent by e-mail. */
    SendCodeResource sendCode();

    /** Login with such a code. */
    VerifyCodeResource verifyCode();

    /** Login by Google One Tap. */
    OneTapResource oneTap();

    /** New tokens for a refresh token. */
    LoginRefreshResource loginRefresh();

    /** Agent tokens. */
    TokenResource tokens();

    /** Status lists. */
    StatusListResource statusLists();

    /** Policies. */
    PolicyResource policies();

    /** The tests of the policy with this id. */
    PolicyCaseResource policyTests(String id);

    /** What waits for people. */
    ApprovalResource approvals();

    /** Whom the policy with this id can match. */
    AffectedResource policyAffected(String id);

    /** The change of the policy with this id that waits. */
    PolicyPendingResource policyPending(String id);

    /** Confirmation of it. */
    PolicyConfirmResource policyConfirm(String id);

    /** All policies as a file. */
    PolicyExportResource policyExport();

    /** Policies of a file. */
    PolicyImportResource policyImport();

    /** What policies would decide. */
    SimulationResource simulation();

    /** What the policy with this id would have done while it was in shadow mode. */
    ShadowReportResource shadowReport(String id);

    /** Past decisions that are asked again. */
    ReplayResource replay();

    /** How far that is. */
    ReplaysResource replays();

    /** Questions about access, as AuthZEN asks them. */
    AccessResource access();

    /** Webhooks. */
    WebhookResource webhooks();

    /** Domains. */
    DomainResource domains();

    /** Single deliveries of webhooks. */
    WebhookDeliveryResource webhookDeliveries();

    /** Guests. */
    GuestResource guests();

    /** A guest's way to an address. */
    GuestLinkResource guestLink();

    /** The realm's settings. */
    SettingsResource settings();

    /** The audit log. */
    AuditResource audit();

    /** Links to log in by. */
    MagicLinkResource magicLink();

    /** RFC 7009 revocation. */
    RevocationEndpoint oauthRevocation();
}
