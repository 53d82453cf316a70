package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.approval.Approval;
import io.gatehouse.approval.ApprovalContent;
import io.gatehouse.approval.ApprovalDecisions;
import io.gatehouse.approval.ApprovalLink;
import io.gatehouse.core.approval.ApprovalStatus;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Users;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * A page for each approval in the realm's login theme, to which e-mails lead: shows what is asked for, and lets whoever may
 * decide. The person is known by the login cookie; opening a page does nothing, and what a form sends must carry the secret of
 * the login that Keycloak keeps for that. Long because what a page shows and what its form does belong together.
 */
@Produces(MediaType.TEXT_HTML)
public final class ApprovalPages {
    private static final String TEMPLATE = "gatehouse-approval.ftl";
    private static final String STATE_CHECKER = "state_checker";
    private static final String AGAIN = "again";
    private static final int MAX_SECONDS_DIGITS = 6;

    private final KeycloakSession session;
    private final RealmModel realm;

    ApprovalPages(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What a login knows of the person. */
    private record Visitor(AuthResult login, Rooms rooms, ApprovalDecisions decisions) {}

    /** Shows an approval to whoever is logged in, and lets others log in first. */
    @GET
    @Path("{id}")
    public Response show(
            @PathParam("id") String id,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error,
            @QueryParam(AGAIN) @Nullable String again) {
        Optional<Visitor> visitor = visitor();
        if (visitor.isEmpty()) {
            // Back from a login without a cookie: to send the browser there again would never end.
            boolean isBack = code != null || error != null;
            return isBack ? missing() : Response.seeOther(login(id, null)).build();
        }
        return page(visitor.get(), id, again != null, null);
    }

    /** Decides. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(@PathParam("id") String id, MultivaluedMap<String, String> form) {
        Optional<Visitor> visitor = visitor();
        if (visitor.isEmpty()) {
            return Response.seeOther(login(id, null)).build();
        }
        if (!isGenuine(form.getFirst(STATE_CHECKER))) {
            return page(visitor.get(), id, false, "gatehouseApprovalStale");
        }
        try {
            ApprovalDecisions decisions = visitor.get().decisions();
            Approval approval = decisions.visible(id);
            Approval ignored = "approve".equals(form.getFirst("decision"))
                    ? decisions.approve(
                            approval,
                            form.getOrDefault("scope", List.of()),
                            seconds(form.getFirst("seconds")),
                            reason(form))
                    : decisions.deny(approval, reason(form));
            return Response.seeOther(address(id)).build();
        } catch (GatehouseException e) {
            session.getTransactionManager().setRollbackOnly();
            return page(visitor.get(), id, false, e.status() == 422 ? "gatehouseApprovalWrong" : null);
        }
    }

    private static @Nullable Long seconds(@Nullable String text) {
        boolean isNumber = text != null && text.length() <= MAX_SECONDS_DIGITS && text.matches("[0-9]+");
        return isNumber ? Long.valueOf(String.valueOf(text)) : Long.valueOf(-1);
    }

    private static @Nullable String reason(MultivaluedMap<String, String> form) {
        String reason = form.getFirst("reason");
        boolean isFit = reason != null
                && !reason.isBlank()
                && reason.length() <= Approval.MAX_REASON_LENGTH
                && reason.chars().noneMatch(Character::isISOControl);
        return isFit ? reason : null;
    }

    private Optional<Visitor> visitor() {
        AuthResult login = new AuthenticationManager().authenticateIdentityCookie(session, realm);
        if (login == null || login.user().getServiceAccountClientLink() != null) {
            return Optional.empty();
        }
        session.getContext().setClient(realm.getClientByClientId(ApprovalClient.ID));
        Rooms rooms = new Rooms(session, realm, caller(login.user()));
        return Optional.of(new Visitor(
                login, rooms, rooms.approvalDecisions(() -> SecondFactors.lastAtMs(realm, login.session()))));
    }

    private Caller caller(UserModel user) {
        Users users = GatehouseProvider.nodeOf(session).ports().users();
        return new Caller(
                Caller.Kind.USER,
                user.getId(),
                user.getId(),
                users.permissions(session, realm, user.getId()),
                users.managedOrganizations(session, realm, user.getId()),
                null,
                "login",
                null,
                !StockTokensAdapter.isGuest(user),
                false);
    }

    private boolean isGenuine(@Nullable String presented) {
        Object expected = session.getAttribute(STATE_CHECKER);
        return expected != null
                && presented != null
                && MessageDigest.isEqual(
                        expected.toString().getBytes(StandardCharsets.UTF_8),
                        presented.getBytes(StandardCharsets.UTF_8));
    }

    private Response page(Visitor visitor, String id, boolean isAgain, @Nullable String error) {
        Approval approval;
        try {
            approval = visitor.decisions().visible(id);
        } catch (GatehouseException e) {
            return missing();
        }
        Agent agent = visitor.rooms().agents().find(approval.agentId()).orElse(null);
        if (agent == null) {
            return missing();
        }
        ApprovalStatus status = visitor.rooms().approvals().isAgentTheSame(approval)
                ? approval.state().statusAt(Clock.nowMs())
                : ApprovalStatus.CANCELLED;
        boolean isOpen = status == ApprovalStatus.PENDING;
        boolean mayDecide = visitor.decisions().mayDecide(approval);
        boolean needsFactor = isOpen && mayDecide && visitor.decisions().needsSecondFactor(approval);
        Map<String, Object> shown = shown(approval, agent);
        shown.put("isOpen", isOpen && mayDecide);
        shown.put("action", address(id).toString());
        shown.put("stateChecker", String.valueOf(session.getAttribute(STATE_CHECKER)));
        shown.put("stepUpLink", needsFactor ? login(id, "login").toString() : "");
        LoginFormsProvider form = form().setAttribute("approval", shown);
        if (error != null) {
            form.setError(error);
        } else if (!isOpen) {
            form.setInfo(outcome(visitor, approval, status));
        } else if (!mayDecide) {
            form.setInfo("gatehouseApprovalConcerned");
        } else if (needsFactor) {
            form.setInfo(isAgain ? "gatehouseApprovalNoFactor" : "gatehouseApprovalStepUp");
        }
        return unstored(form.createForm(TEMPLATE));
    }

    private static String outcome(Visitor visitor, Approval approval, ApprovalStatus status) {
        Approval.Verdict verdict = approval.decision();
        boolean isMine = verdict != null
                && verdict.deciderId().equals(visitor.login().user().getId());
        return switch (status) {
            case APPROVED, REDEEMED -> isMine ? "gatehouseApprovalApproved" : "gatehouseApprovalIsApproved";
            case DENIED -> isMine ? "gatehouseApprovalDenied" : "gatehouseApprovalIsDenied";
            case PENDING, EXPIRED, CANCELLED -> "gatehouseApprovalIsExpired";
        };
    }

    private Map<String, Object> shown(Approval approval, Agent agent) {
        ApprovalContent content = new ApprovalContent(approval.request());
        Map<String, Object> shown = new HashMap<>();
        shown.put("agentName", agent.details().name());
        shown.put("agentId", agent.id());
        shown.put(
                "owner",
                UsersAdapter.nameOf(session, realm, agent.owner())
                        .orElse(
                                agent.owner().type() == Owner.Type.TEXT
                                        ? agent.owner().id()
                                        : ""));
        String subjectId = approval.subjectId();
        shown.put(
                "subject",
                subjectId == null
                        ? ""
                        : UsersAdapter.nameOf(session, realm, Owner.user(subjectId))
                                .orElse(subjectId));
        shown.put("targets", content.targets().isEmpty() ? "any" : String.join(" ", content.targets()));
        shown.put("intent", Optional.ofNullable(content.intent()).orElse(""));
        shown.put("message", Optional.ofNullable(approval.rule().message()).orElse(""));
        shown.put(
                "scopes", approval.demand().limits().grantable(content.scopes()).orElse(List.of()));
        shown.put("maxSeconds", approval.demand().limits().approvedForSeconds());
        return shown;
    }

    /** The same for what does not exist and for what is not the visitor's business. */
    private Response missing() {
        return unstored(form().setError("gatehouseApprovalMissing").createErrorPage(Response.Status.NOT_FOUND));
    }

    private LoginFormsProvider form() {
        return session.getProvider(LoginFormsProvider.class);
    }

    private static Response unstored(Response page) {
        return Response.fromResponse(page)
                .header("Cache-Control", "no-store, must-revalidate, max-age=0")
                .build();
    }

    private URI address(String id) {
        return URI.create(ApprovalLink.of(issuer(), encoded(id)));
    }

    private URI login(String id, @Nullable String prompt) {
        URI page = prompt == null ? address(id) : URI.create(address(id) + "?" + AGAIN + "=1");
        return ApprovalClient.login(issuer(), page, prompt);
    }

    private String issuer() {
        return Rooms.of(session, realm).scope().issuer();
    }

    /** An id of ours has only letters, digits and hyphens; of anything else nothing is left that means something in an address. */
    private static String encoded(String id) {
        return id.replaceAll("[^A-Za-z0-9-]", "");
    }
}
