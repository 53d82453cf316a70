package io.gatehouse.account;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Mail;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door of a person to the own account. What it changes it changes as Keycloak's own pages would. */
@Tag(name = "Me", description = "What belongs to the person who calls")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class MeResource {
    private final Call call;
    private final Accounts accounts;
    private final Billing billing;
    private final Events events;
    private final AccountRows rows;
    private final AccountOutbox outbox;

    /** Serves one call. */
    public MeResource(
            Call call, Accounts accounts, Billing billing, Events events, AccountRows rows, AccountOutbox outbox) {
        this.call = call;
        this.accounts = accounts;
        this.billing = billing;
        this.events = events;
        this.rows = rows;
        this.outbox = outbox;
    }

    /** Shows the person who calls; guests, too. */
    @GET
    @Operation(operationId = "getMe", summary = "Show who you are")
    @APIResponseSchema(value = MeRepresentation.class, responseCode = "200", responseDescription = "You")
    public Response get() {
        Person person = Person.require(call, accounts);
        call.noQuery();
        return Answer.ok(shown(person.account()));
    }

    /** Changes the names (RFC 7396), by the rules of the realm's user profile. */
    @PATCH
    @Operation(operationId = "patchMe", summary = "Change your name")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MeBodies.Patch.class)))
    @APIResponseSchema(
            value = MeRepresentation.class,
            responseCode = "200",
            responseDescription = "You, as you are now")
    public Response patch(byte @Nullable [] body) {
        Person person = Person.requireManager(call, accounts);
        MeBodies.Change change = MeBodies.readPatch(call.fields(body));
        requireNone(accounts.rename(person.id(), change.names()), change);
        return Answer.ok(shown(accounts.find(person.id()).orElseThrow(GatehouseException::unauthorized)));
    }

    /** Deletes the person's user, where the realm lets people do that. */
    @DELETE
    @Operation(operationId = "deleteMe", summary = "Delete your account for good")
    @APIResponse(responseCode = "204", description = "The account is gone, with its sessions, keys and agents' tokens")
    public Response delete() {
        Person person = Person.requireRecent(call, accounts);
        call.noQuery();
        requireOn(Accounts.Action.DELETE_ACCOUNT);
        if (!accounts.holds(person.id(), Accounts.Role.DELETE_ACCOUNT)) {
            throw GatehouseException.forbidden(
                    "account_not_deletable", "This call needs the role delete-account of the client account.");
        }
        record(EventType.ACCOUNT_DELETED, person);
        if (!accounts.delete(person.id())) {
            throw GatehouseException.conflict(
                    "account_not_deletable", "The storage that this account comes from does not let it be deleted.");
        }
        return Response.noContent().build();
    }

    /** Sends the letter again whose link proves the e-mail address. */
    @POST
    @Path("resend-code")
    @Operation(
            operationId = "resendVerification",
            summary = "Get the letter again that proves your e-mail address",
            description =
                    "The link in it is Keycloak's own. The realm sets how soon the next may be asked for, 30 seconds unless it does.")
    @APIResponse(responseCode = "202", description = "It will be sent")
    @APIResponse(
            responseCode = "409",
            description = "The address is proved already, there is none, or the realm sends no mail")
    public Response resend() {
        Person person = Person.requireManager(call, accounts);
        call.noQuery();
        if (person.account().isEmailVerified()) {
            throw GatehouseException.conflict("already_verified", "Your e-mail address is proved already.");
        }
        if (person.account().email() == null) {
            throw GatehouseException.conflict("no_email", "You have no e-mail address; set one first.");
        }
        requireMail();
        return accepted(accounts.verification(person.id()));
    }

    /** Sends a letter to a new e-mail address; its link makes the address the person's. */
    @POST
    @Path("change-email")
    @Operation(
            operationId = "changeEmail",
            summary = "Ask for another e-mail address",
            description =
                    "A letter goes to the new address; its link, Keycloak's own, changes it. An address that somebody else has gets the same answer and no letter.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MeBodies.ChangeEmail.class)))
    @APIResponse(responseCode = "202", description = "If the address can be yours, a letter will be sent to it")
    @APIResponse(responseCode = "409", description = "It is your address already, or the realm sends no mail")
    public Response changeEmail(byte @Nullable [] body) {
        Person person = Person.requireRecent(call, accounts);
        MeBodies.ChangeEmail wanted = MeBodies.readChangeEmail(call.fields(body));
        requireOn(Accounts.Action.UPDATE_EMAIL);
        if (wanted.email().equalsIgnoreCase(person.account().email())
                && person.account().isEmailVerified()) {
            throw GatehouseException.conflict("already_verified", "This is your e-mail address already.");
        }
        requireMail();
        Accounts.Written written = accounts.emailChange(person.id(), wanted.email());
        requireNone(written.refusals(), new MeBodies.Change(new Accounts.Names(null, null), false));
        Response answer = accepted(written);
        record(EventType.ACCOUNT_EMAIL_CHANGE_REQUESTED, person);
        return answer;
    }

    private MeRepresentation shown(Account account) {
        Set<String> managed = call.caller().managedOrganizationIds();
        return MeRepresentation.of(
                account,
                accounts.projects(account.id()).stream()
                        .map(project -> new MeRepresentation.Project(
                                project.id(), project.name(), managed.contains(project.id())))
                        .toList(),
                rows.changedAtMs(call.scope().session(), account.id()),
                billing.of(account.id()));
    }

    private Response accepted(Accounts.Written written) {
        if (written.waitSeconds() > 0) {
            throw GatehouseException.throttled(
                    "throttled",
                    "A letter was sent a moment ago; wait before you ask for the next.",
                    Map.of("Retry-After", Long.toString(written.waitSeconds())));
        }
        Mail.Letter letter = written.letter();
        if (letter != null) {
            AfterCommit.run(call.scope().session(), () -> outbox.offer(letter));
        }
        return Response.accepted().type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    private void requireOn(Accounts.Action action) {
        if (!accounts.isOn(action)) {
            throw GatehouseException.forbidden(
                    "action_disabled", "This realm has the required action " + action.alias() + " switched off.");
        }
    }

    private void requireMail() {
        if (!call.scope().ports().mail().hasServer(call.scope().realm())) {
            throw GatehouseException.conflict("no_mail_server", "This realm has no mail server.");
        }
    }

    private static void requireNone(List<Accounts.Refusal> refusals, MeBodies.Change change) {
        if (!refusals.isEmpty()) {
            throw GatehouseException.invalid(refusals.stream()
                    .map(refusal -> new FieldError(
                            change.pointer(refusal.attribute()),
                            refusal.reason().contains("read-only") ? "read_only" : "invalid_value",
                            "The realm's user profile refuses it: " + refusal.reason() + "."))
                    .toList());
        }
    }

    private void record(EventType type, Person person) {
        String ignored = events.append(
                Event.of(type, "user", person.id()).subject(person.id()).build());
    }
}
