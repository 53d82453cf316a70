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
import io.gatehouse.platform.GatehouseException;
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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The API below either root. The same resources hang under both; what a caller may do is decided by its permissions, never
 * by the root it came through. Made once a request. Long because every path of the API stands here.
 */
public class GatehouseApi {
    private final Resources resources;

    /** @param resources makes the resources of the present call */
    public GatehouseApi(Resources resources) {
        this.resources = resources;
    }

    /** Agents. */
    @Path("agents")
    public AgentResource agents() {
        return resources.agents();
    }

    /** The secret of one agent. */
    @Path("agents/{id}/rotate-secret")
    public AgentSecretResource agentSecret(@PathParam("id") String id) {
        return resources.agentSecret(id);
    }

    /** The transfer of one agent. */
    @Path("agents/{id}/transfer")
    public AgentTransferResource agentTransfer(@PathParam("id") String id) {
        return resources.agentTransfer(id);
    }

    /** How people log in at one agent. */
    @Path("agents/{id}/login")
    public AgentLoginResource agentLogin(@PathParam("id") String id) {
        return resources.agentLogin(id);
    }

    /** What one agent did. */
    @Path("agents/{id}/activity")
    public AgentActivityResource agentActivity(@PathParam("id") String id) {
        return resources.agentActivity(id);
    }

    /** What one agent shows of itself to others. */
    @Path("agents/{id}/card")
    public AgentCardResource agentCard(@PathParam("id") String id) {
        return resources.agentCard(id);
    }

    /** The revocation of many agents. */
    @Path("agents/revoke-all")
    public AgentBulkResource agentsRevokeAll() {
        return resources.agentsRevokeAll();
    }

    /** The pause of many agents. */
    @Path("agents/pause-all")
    public AgentPauseAllResource agentsPauseAll() {
        return resources.agentsPauseAll();
    }

    /** Blueprints of agents. */
    @Path("agent-blueprints")
    public AgentBlueprintResource agentBlueprints() {
        return resources.agentBlueprints();
    }

    /** Whom an agent may act for. */
    @Path("agents/{id}/delegations")
    public DelegationResource delegations() {
        return resources.delegations();
    }

    /** The agents that may act for the caller. */
    @Path("me/delegations")
    public MyDelegationResource myDelegations() {
        return resources.myDelegations();
    }

    /** The picture of the caller. */
    @Path("me/avatar")
    public AvatarResource myAvatar() {
        return resources.myAvatar();
    }

    /** People's pictures. */
    @Path("avatars")
    public AvatarFileResource avatars() {
        return resources.avatars();
    }

    /** The person who calls. */
    @Path("me")
    public MeResource me() {
        return resources.me();
    }

    /** The second factor of the person who calls. */
    @Path("me/2fa")
    public TwoFactorResource twoFactor() {
        return resources.twoFactor();
    }

    /** What waits for people. */
    @Path("approvals")
    public ApprovalResource approvals() {
        return resources.approvals();
    }

    /** API keys. */
    @Path("api-keys")
    public ApiKeyResource apiKeys() {
        return resources.apiKeys();
    }

    /** The check of a credential for a proxy. */
    @Path("api-keys/forward-auth")
    public ForwardAuthResource forwardAuth() {
        return resources.forwardAuth();
    }

    /** Reports of leaked API keys. */
    @Path("api-keys/leaks")
    public LeakResource leaks() {
        return resources.leaks();
    }

    /** Links that are sent to people, by which they log in. */
    @Path("auth/magic-link")
    public MagicLinkResource magicLink() {
        return resources.magicLink();
    }

    /** Import of API keys from other systems. */
    @Path("api-keys/import")
    public ImportResource keyImport() {
        return resources.keyImport();
    }

    /** Codes to log in, sent by e-mail. */
    @Path("auth/send-code")
    public SendCodeResource sendCode() {
        return resources.sendCode();
    }

    /** Login with such a code. */
    @Path("auth/verify-code")
    public VerifyCodeResource verifyCode() {
        return resources.verifyCode();
    }

    /** Login by Google One Tap. */
    @Path("auth/google-one-tap")
    public OneTapResource oneTap() {
        return resources.oneTap();
    }

    /** New tokens for a refresh token. */
    @Path("auth/refresh-token")
    public LoginRefreshResource loginRefresh() {
        return resources.loginRefresh();
    }

    /** Agent tokens. */
    @Path("tokens")
    public TokenResource tokens() {
        return resources.tokens();
    }

    /** Status lists. */
    @Path("status-lists")
    public StatusListResource statusLists() {
        return resources.statusLists();
    }

    /** Policies. */
    @Path("policies")
    public PolicyResource policies() {
        return resources.policies();
    }

    /** The tests of one policy. */
    @Path("policies/{id}/tests")
    public PolicyCaseResource policyTests(@PathParam("id") String id) {
        return resources.policyTests(id);
    }

    /** Whom one policy can match. */
    @Path("policies/{id}/affected")
    public AffectedResource policyAffected(@PathParam("id") String id) {
        return resources.policyAffected(id);
    }

    /** The change of one policy that waits. */
    @Path("policies/{id}/pending")
    public PolicyPendingResource policyPending(@PathParam("id") String id) {
        return resources.policyPending(id);
    }

    /** Confirmation of it. */
    @Path("policies/{id}/confirm")
    public PolicyConfirmResource policyConfirm(@PathParam("id") String id) {
        return resources.policyConfirm(id);
    }

    /** All policies as a file. */
    @Path("policies/export")
    public PolicyExportResource policyExport() {
        return resources.policyExport();
    }

    /** Policies of a file. */
    @Path("policies/import")
    public PolicyImportResource policyImport() {
        return resources.policyImport();
    }

    /** What policies would decide. */
    @Path("policies/simulate")
    public SimulationResource simulation() {
        return resources.simulation();
    }

    /** What a policy in shadow mode would have done. */
    @Path("policies/{id}/shadow-report")
    public ShadowReportResource shadowReport(@PathParam("id") String id) {
        return resources.shadowReport(id);
    }

    /** How past decisions would change. */
    @Path("policies/replay")
    public ReplayResource replay() {
        return resources.replay();
    }

    /** How far that is, and what came of it. */
    @Path("policies/replays")
    public ReplaysResource replays() {
        return resources.replays();
    }

    /** Questions about access, as AuthZEN asks them. */
    @Path("access/v1")
    public AccessResource access() {
        return resources.access();
    }

    /** Webhooks. */
    @Path("webhooks")
    public WebhookResource webhooks() {
        return resources.webhooks();
    }

    /** Domains. */
    @Path("domains")
    public DomainResource domains() {
        return resources.domains();
    }

    /** Single deliveries of webhooks. */
    @Path("webhooks/deliveries")
    public WebhookDeliveryResource webhookDeliveries() {
        return resources.webhookDeliveries();
    }

    /** Guests. */
    @Path("auth/anonymous")
    public GuestResource guests() {
        return resources.guests();
    }

    /** A guest's way to an address. */
    @Path("auth/link-anonymous")
    public GuestLinkResource guestLink() {
        return resources.guestLink();
    }

    /** Plans. */
    @Path("plans")
    public PlanResource plans() {
        return resources.plans();
    }

    /** The plan of the realm. */
    @Path("realm-plan")
    public RealmPlanResource realmPlan() {
        return resources.realmPlan();
    }

    /** Plan and usage of one organization. */
    @Path("organizations/{id}")
    public OrganizationPlanResource organizationPlan(@PathParam("id") String id) {
        return resources.organizationPlan(id);
    }

    /** What is used. */
    @Path("usage")
    public UsageResource usage() {
        return resources.usage();
    }

    /** Events of payment providers. */
    @Path("billing")
    public BillingResource billing() {
        return resources.billing();
    }

    /** The realm's settings. */
    @Path("settings")
    public SettingsResource settings() {
        return resources.settings();
    }

    /** The audit log. */
    @Path("audit")
    public AuditResource audit() {
        return resources.audit();
    }

    /** RFC 7009 revocation for OAuth clients: ours and, handed on, stock tokens. */
    @Path("oauth/revoke")
    public RevocationEndpoint oauthRevocation() {
        return resources.oauthRevocation();
    }

    /** This API's description; open to everybody. */
    @GET
    @Path("openapi.json")
    @Operation(hidden = true)
    public Response openApi() {
        return Response.ok(OpenApiDocument.text())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, OpenApiDocument.etag())
                .build();
    }

    /** As {@link #openApi}, without the text: whether it is there and which one it is. */
    @HEAD
    @Path("openapi.json")
    @Operation(hidden = true)
    public Response openApiHead() {
        return Response.fromResponse(openApi()).entity(null).build();
    }

    /** Everything else: the 404 that a foreign thing gets, too. */
    @GET
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownGet() {
        throw GatehouseException.notFound();
    }

    /** As {@link #unknownGet}. */
    @HEAD
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownHead() {
        throw GatehouseException.notFound();
    }

    /** As {@link #unknownGet}. */
    @POST
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownPost() {
        throw GatehouseException.notFound();
    }

    /** As {@link #unknownGet}. */
    @PUT
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownPut() {
        throw GatehouseException.notFound();
    }

    /** As {@link #unknownGet}. */
    @PATCH
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownPatch() {
        throw GatehouseException.notFound();
    }

    /** As {@link #unknownGet}. */
    @DELETE
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response unknownDelete() {
        throw GatehouseException.notFound();
    }
}
