package io.gatehouse.account;

import io.gatehouse.account.OneTimeCodes.Enrolment;
import io.gatehouse.account.OneTimeCodes.Offer;
import io.gatehouse.core.key.Secret;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP door of a person to the own second factor, over Keycloak's credentials. Every call needs a login of the last five
 * minutes. Who has a second factor already adds and replaces nothing without having given it in that login session, so that a
 * stolen token cannot make one of its own beside it. To remove one is Keycloak's own business. Long by what each call says of itself
 * to the description of the API.
 */
@Tag(name = "Me", description = "What belongs to the person who calls")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class TwoFactorResource {
    /** Most apps of one person. */
    static final int MAX_DEVICES = 5;

    private static final String SETUP = "../setup";
    private static final String BACKUP_CODES = "../backup-codes";

    private final Call call;
    private final Accounts accounts;
    private final OneTimeCodes codes;
    private final Events events;
    private final AccountRows rows;
    private final TotpSetup setups;

    /** Serves one call. */
    public TwoFactorResource(Call call, Accounts accounts, OneTimeCodes codes, Events events, AccountRows rows) {
        this.call = call;
        this.accounts = accounts;
        this.codes = codes;
        this.events = events;
        this.rows = rows;
        this.setups = new TotpSetup(call.scope());
    }

    /** Shows the state, and what begins an enrolment; nothing is kept of it. */
    @GET
    @Path("setup")
    @Operation(operationId = "getSecondFactorSetup", summary = "Show your second factors, and begin to enrol a new app")
    @APIResponseSchema(
            value = TwoFactorBodies.Setup.class,
            responseCode = "200",
            responseDescription = "The state, and a new secret that counts once its first code is sent back")
    public Response setup() {
        Person person = Person.requireRecent(call, accounts);
        call.noQuery();
        requireOn(Accounts.Action.CONFIGURE_TOTP);
        long nowMs = Clock.nowMs();
        Secret secret = codes.newSecret();
        Offer offer = codes.offer(person.id(), secret);
        List<String> methods = codes.methods(person.id());
        return Answer.ok(new TwoFactorBodies.Setup(
                methods.isEmpty() ? "none" : "enabled",
                methods,
                codes.devices(person.id()).stream()
                        .map(TwoFactorBodies.Device::of)
                        .toList(),
                setups.begin(person.id(), secret, nowMs),
                Clock.iso(nowMs + TotpSetup.LIFETIME_MS),
                offer.text(),
                offer.uri(),
                offer.qrPng()));
    }

    /** Enrols an app by its first code. */
    @POST
    @Path("setup")
    @Operation(operationId = "enrolSecondFactor", summary = "Enrol the app, by the first code that it shows")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TwoFactorBodies.Enrol.class)))
    @APIResponseSchema(
            value = TwoFactorBodies.Enrolled.class,
            responseCode = "201",
            responseDescription = "From now on your logins ask for its codes")
    @APIResponse(responseCode = "409", description = "setup_id was used already, or you have 5 apps")
    @APIResponse(responseCode = "429", description = "5 wrong codes within 10 minutes")
    public Response enrol(byte @Nullable [] body) {
        Person person = Person.requireRecent(call, accounts);
        TwoFactorBodies.Enrol wanted = TwoFactorBodies.readEnrol(call.fields(body));
        requireOn(Accounts.Action.CONFIGURE_TOTP);
        requireOwnFactorGiven(person);
        return Idempotency.create(call, body, () -> {
            TwoFactorBodies.Device device = enrolled(person, wanted);
            return new Created(SETUP, Json.tree(new TwoFactorBodies.Enrolled("enabled", device)), Set.of());
        });
    }

    private TwoFactorBodies.Device enrolled(Person person, TwoFactorBodies.Enrol wanted) {
        List<OneTimeCodes.Device> before = codes.devices(person.id());
        if (before.size() >= MAX_DEVICES) {
            throw GatehouseException.conflict(
                    "too_many_devices", "You have " + MAX_DEVICES + " apps; remove one at the account pages first.");
        }
        if (!before.isEmpty() && wanted.deviceName() == null) {
            throw GatehouseException.invalid(
                    "/device_name", "required", "device_name is required from the second app on.");
        }
        Secret secret = setups.open(person.id(), wanted.setupId(), Clock.nowMs())
                .orElseThrow(() -> GatehouseException.invalid(
                        "/setup_id", "invalid_value", "setup_id is not one of yours, or is older than ten minutes."));
        takeTry(person);
        if (!codes.fits(secret, wanted.code())) {
            throw wrongCode();
        }
        rows.giveBackTry(person.id());
        if (!setups.use(wanted.setupId())) {
            throw GatehouseException.conflict("setup_used", "This setup_id was used already; begin again.");
        }
        Enrolment outcome = codes.enrol(person.id(), secret, wanted.code(), wanted.deviceName());
        if (outcome == Enrolment.NAME_TAKEN) {
            throw GatehouseException.invalid("/device_name", "taken", "You have an app of this name.");
        }
        if (outcome == Enrolment.REFUSED) {
            throw wrongCode();
        }
        record(EventType.ACCOUNT_SECOND_FACTOR_ENABLED, person, "otp");
        Set<String> known = before.stream().map(OneTimeCodes.Device::id).collect(Collectors.toSet());
        return codes.devices(person.id()).stream()
                .filter(device -> !known.contains(device.id()))
                .findFirst()
                .map(TwoFactorBodies.Device::of)
                .orElseThrow(() -> new IllegalStateException("the app that was enrolled is not there"));
    }

    /** Checks a code, and lets the login session count as one with a second factor. */
    @POST
    @Path("verify")
    @Operation(
            operationId = "verifySecondFactor",
            summary = "Give a code of your app",
            description =
                    "Each code is taken once. Where a fresh second factor is asked for, such as by an approval, the login session of your token has one from now on, for five minutes.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TwoFactorBodies.Verify.class)))
    @APIResponseSchema(
            value = TwoFactorBodies.Verified.class,
            responseCode = "200",
            responseDescription = "The code was right")
    @APIResponse(responseCode = "409", description = "You have no app that makes codes")
    @APIResponse(responseCode = "429", description = "5 wrong codes within 10 minutes")
    public Response verify(byte @Nullable [] body) {
        Person person = Person.requireRecent(call, accounts);
        TwoFactorBodies.Verify wanted = TwoFactorBodies.readVerify(call.fields(body));
        if (codes.devices(person.id()).isEmpty()) {
            throw GatehouseException.conflict("no_second_factor", "You have no app that makes codes; enrol one first.");
        }
        takeTry(person);
        if (!codes.verify(person.id(), wanted.code())) {
            throw wrongCode();
        }
        rows.forgetTries(person.id());
        return Answer.ok(new TwoFactorBodies.Verified(true, Clock.iso(Clock.nowMs()), codes.markGiven()));
    }

    /** As {@link #verify}, for clients that do again what they did. */
    @PUT
    @Path("verify")
    @Operation(operationId = "verifySecondFactorAgain", summary = "Give a code of your app again; the same as POST")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TwoFactorBodies.Verify.class)))
    @APIResponseSchema(
            value = TwoFactorBodies.Verified.class,
            responseCode = "200",
            responseDescription = "The code was right")
    @APIResponse(responseCode = "409", description = "You have no app that makes codes")
    @APIResponse(responseCode = "429", description = "5 wrong codes within 10 minutes")
    public Response verifyAgain(byte @Nullable [] body) {
        return verify(body);
    }

    /** Says how many recovery codes are left; never which. */
    @GET
    @Path("backup-codes")
    @Operation(operationId = "getBackupCodes", summary = "Show how many recovery codes you have left")
    @APIResponseSchema(
            value = TwoFactorBodies.BackupCodes.class,
            responseCode = "200",
            responseDescription = "How many there are, never which")
    public Response backupCodes() {
        Person person = Person.requireRecent(call, accounts);
        call.noQuery();
        return Answer.ok(codes.recovery(person.id())
                .map(found -> new TwoFactorBodies.BackupCodes(true, found.remaining(), found.total()))
                .orElse(new TwoFactorBodies.BackupCodes(false, 0, 0)));
    }

    /** Makes new recovery codes; the old ones are dead. */
    @POST
    @Path("backup-codes")
    @Operation(operationId = "makeBackupCodes", summary = "Get new recovery codes; those from before are dead")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @APIResponseSchema(
            value = TwoFactorBodies.NewBackupCodes.class,
            responseCode = "201",
            responseDescription = "The codes, shown this once")
    @APIResponse(responseCode = "409", description = "You have no second factor that they could stand in for")
    public Response newBackupCodes() {
        Person person = Person.requireRecent(call, accounts);
        call.noQuery();
        requireOn(Accounts.Action.RECOVERY_CODES);
        if (codes.methods(person.id()).isEmpty()) {
            throw GatehouseException.conflict(
                    "no_second_factor", "You have no second factor that recovery codes could stand in for.");
        }
        requireOwnFactorGiven(person);
        return Idempotency.create(call, null, () -> {
            List<String> made = codes.newRecovery(person.id());
            record(EventType.ACCOUNT_RECOVERY_CODES_GENERATED, person, "recovery-authn-codes");
            return new Created(
                    BACKUP_CODES,
                    Json.tree(new TwoFactorBodies.NewBackupCodes(made, made.size(), made.size())),
                    Set.of("codes"));
        });
    }

    private void requireOwnFactorGiven(Person person) {
        long nowMs = Clock.nowMs();
        boolean isGiven =
                codes.givenAtMs().filter(at -> nowMs - at <= Person.RECENT_MS).isPresent();
        if (!isGiven && !codes.methods(person.id()).isEmpty()) {
            throw GatehouseException.forbidden(
                    "second_factor_required",
                    "You have a second factor: give it first, at /me/2fa/verify or by a new login.");
        }
    }

    private void requireOn(Accounts.Action action) {
        if (!accounts.isOn(action)) {
            throw GatehouseException.forbidden(
                    "action_disabled", "This realm has the required action " + action.alias() + " switched off.");
        }
    }

    private void takeTry(Person person) {
        long seconds = rows.takeTry(person.id(), Clock.nowMs());
        if (seconds > 0) {
            throw GatehouseException.throttled(
                    "throttled",
                    AccountRows.MAX_TRIES + " wrong codes: wait before you try the next.",
                    Map.of("Retry-After", Long.toString(seconds)));
        }
    }

    private static GatehouseException wrongCode() {
        return GatehouseException.invalid(
                "/code", "invalid_code", "The code is wrong, too old, or was used already; wait for the next one.");
    }

    private void record(EventType type, Person person, String method) {
        String ignored = events.append(Event.of(type, "user", person.id())
                .subject(person.id())
                .data("method", method)
                .build());
    }
}
