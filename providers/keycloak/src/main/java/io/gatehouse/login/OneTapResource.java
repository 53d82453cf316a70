package io.gatehouse.login;

import com.nimbusds.jose.jwk.JWK;
import io.gatehouse.login.OneTapBodies.OneTapNonceAnswer;
import io.gatehouse.login.OneTapBodies.OneTapRequest;
import io.gatehouse.login.OneTapBodies.Presented;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import io.gatehouse.platform.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /auth/google-one-tap/nonce} and {@code /callback}, open to everybody where the realm has One Tap. Google's keys are
 * asked for between two transactions, never inside one.
 */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class OneTapResource {
    private static final String CSRF_COOKIE = "g_csrf_token";

    private final Call call;
    private final OneTap oneTap;
    private final OneTapKeys keys;
    private final OneTapRooms rooms;
    private final AddressThrottle throttle;

    /**
     * Serves one call.
     *
     * @param oneTap in the call's own transaction
     * @param rooms opens the same in another one
     */
    public OneTapResource(Call call, OneTap oneTap, OneTapKeys keys, OneTapRooms rooms, AddressThrottle throttle) {
        this.call = call;
        this.oneTap = oneTap;
        this.keys = keys;
        this.rooms = rooms;
        this.throttle = throttle;
    }

    /** Gives the page a nonce. */
    @POST
    @Path("nonce")
    @Operation(
            operationId = "createOneTapNonce",
            summary = "Get a nonce for Google One Tap; good once, for ten minutes, in the browser that asked")
    @APIResponse(
            responseCode = "200",
            description = "The nonce; the cookie holds it, too",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OneTapNonceAnswer.class)))
    public Response nonce(byte @Nullable [] body) {
        LoginSettings.of(call.scope().realm()).require(LoginMethod.ONE_TAP);
        OneTapBodies.readNone(call, body);
        throttle.admit(call.scope(), "Too many nonces were asked for from this address.");
        String nonce = oneTap.nonce();
        return Answer.json(
                        Response.Status.OK.getStatusCode(),
                        new OneTapNonceAnswer(nonce, OneTapNonces.LIFETIME.toSeconds()))
                .header(HttpHeaders.SET_COOKIE, OneTapCookie.with(call, nonce))
                .build();
    }

    /** Takes a credential. */
    @POST
    @Path("callback")
    @Operation(
            operationId = "logInByOneTap",
            summary = "Log in with the ID token that Google One Tap gave the page, as a form of Google's or as JSON",
            description =
                    "The realm's identity provider google must be there and enabled. The token's nonce must be one that the nonce call "
                            + "gave to this browser, and the cookie g_csrf_token must be the same as the member. Only a person who is "
                            + "linked to a user of the realm is logged in; everybody else gets 409 and a Link to the realm's own login "
                            + "by Google. Members that a form has beside these are passed over.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = OneTapRequest.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                        schema = @Schema(implementation = OneTapRequest.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "The tokens",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LoginTokensRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "Nobody of the realm is linked to this Google account; Link leads to where that is done",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response callback(byte @Nullable [] body) {
        LoginSettings settings = LoginSettings.of(call.scope().realm());
        settings.require(LoginMethod.ONE_TAP);
        Presented presented = OneTapBodies.read(call, body);
        requireOwnPage(presented.csrfToken());
        // Before the client proves itself, so that its secret cannot be guessed here.
        throttle.admit(call.scope(), "Too many credentials came from this address.");
        Logins logins = call.scope().ports().logins();
        logins.requireClient(call.scope().session(), call.scope().realm(), LoginMethod.ONE_TAP, presented.client());
        OneTapIssuer issuer = OneTapIssuer.of(call.scope().session()).orElse(null);
        OneTapCredential credential =
                OneTapCredential.parse(presented.credential()).orElse(null);
        if (issuer == null || credential == null) {
            return call.remembered(wrong());
        }
        String loginPage =
                loginPage(Optional.ofNullable(presented.client().id()).orElse(settings.clientId()));
        OneTap.Result result = logIn(presented, issuer, credential);
        if (result.outcome() != null) {
            return LoginAnswers.of(call, result.outcome(), wrong());
        }
        return Response.fromResponse(call.remembered(GatehouseException.conflict(
                        "first_login_required",
                        "Nobody of this realm is linked to this Google account. Send the browser to the address of the header"
                                + " Link, with redirect_uri, response_type and what else the client needs.")))
                .header("Link", "<" + loginPage + ">; rel=\"related\"")
                .build();
    }

    private OneTap.Result logIn(Presented presented, OneTapIssuer issuer, OneTapCredential credential) {
        Database database = call.scope().ports().database();
        // Nothing was written. No transaction, and with it no connection, may be held while the issuer takes its time.
        call.scope().session().getTransactionManager().commit();
        JWK key = keys.find(issuer.jwksUri(), credential.keyId()).orElse(null);
        if (key == null || !credential.isSignedBy(key)) {
            // Nobody that the realm knows made it: not worth a record.
            return OneTap.Result.refused(Logins.Refusal.NOT_ALLOWED);
        }
        OneTapCredential.Person person =
                credential.person(issuer, Clock.nowSeconds()).orElse(null);
        return database.inNewTransaction(session -> rooms.open(session).logIn(presented, issuer, person));
    }

    /** Another site can make the browser post a form, but cannot know or set this cookie. */
    private void requireOwnPage(String token) {
        Cookie cookie = call.headers().getCookies().get(CSRF_COOKIE);
        if (cookie == null || !OneTap.isSame(cookie.getValue(), token)) {
            throw GatehouseException.forbidden(
                    "csrf_mismatch", "The cookie g_csrf_token and the member of that name must be there and the same.");
        }
    }

    /** Where Keycloak's own rules for the first login by an identity provider run. */
    private String loginPage(String clientId) {
        return call.scope().issuer() + "/protocol/openid-connect/auth?client_id="
                + URLEncoder.encode(clientId, StandardCharsets.UTF_8) + "&kc_idp_hint=" + OneTapIssuer.ALIAS;
    }

    private static GatehouseException wrong() {
        return GatehouseException.http(
                401, "invalid_credential", "The credential is wrong, used, too old, or of nobody who may log in.");
    }
}
