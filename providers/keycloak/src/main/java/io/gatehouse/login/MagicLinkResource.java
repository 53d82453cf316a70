package io.gatehouse.login;

import io.gatehouse.login.MagicLinkBodies.MagicLinkRequest;
import io.gatehouse.login.MagicLinkBodies.MagicLinkSent;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /auth/magic-link}, open to everybody: an application asks that a link be sent by which whoever reads it logs in there
 * (rule 24 of the contract). Refused is only what says nothing of the address; everything else is the same 202.
 */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class MagicLinkResource {
    private static final int ACCEPTED = Response.Status.ACCEPTED.getStatusCode();

    private final Call call;
    private final MagicLinks links;
    private final AddressThrottle throttle;
    private final LinkClients clients;

    /** Serves one call. */
    public MagicLinkResource(Call call, MagicLinks links, AddressThrottle throttle, LinkClients clients) {
        this.call = call;
        this.links = links;
        this.throttle = throttle;
        this.clients = clients;
    }

    /** Takes a request. */
    @POST
    @Operation(
            operationId = "sendMagicLink",
            summary = "Send a link by which whoever reads the address's mail logs in at the application",
            description =
                    "Open to everybody. The answer is the same whether anybody has the address. The link leads to a page of the realm, "
                            + "whose button goes on with Keycloak's login: second factor, required actions and consent as ever. In the "
                            + "end the browser is sent to redirect_uri with a code, to be redeemed with the code verifier at the token "
                            + "endpoint. Where the realm wants the browser that asked, the answer sets a cookie.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MagicLinkRequest.class)))
    @APIResponseSchema(
            value = MagicLinkSent.class,
            responseCode = "202",
            responseDescription = "A link is sent if somebody has the address and may log in")
    public Response send(byte @Nullable [] body) {
        LoginSettings settings = LoginSettings.of(call.scope().realm());
        settings.require(LoginMethod.MAGIC_LINK);
        MagicLinkBodies.Wish wish = MagicLinkBodies.read(call, body);
        throttle.admit(call.scope(), "Too many requests from this address.");
        clients.require(wish.request());
        String nonce = settings.isSameBrowser() ? nonce() : null;
        links.send(wish.email(), wish.request(), nonce);
        Response.ResponseBuilder answer = Answer.json(ACCEPTED, MagicLinkBodies.sent());
        return nonce == null
                ? answer.build()
                : answer.cookie(cookie(call.scope().issuer(), nonce)).build();
    }

    /** The one that the browser holds, so that all links that it asked for are good, or a new one. */
    private String nonce() {
        Cookie held = call.headers().getCookies().get(MagicLinks.BROWSER_COOKIE);
        return held != null && LoginNonce.isWellFormed(held.getValue()) ? held.getValue() : LoginNonce.make();
    }

    /** By itself it does nothing, so that a page of another site may cause it to be set: that is where applications are. */
    private static NewCookie cookie(String issuer, String nonce) {
        URI address = URI.create(issuer);
        boolean isSecure = "https".equals(address.getScheme());
        return new NewCookie.Builder(MagicLinks.BROWSER_COOKIE)
                .value(nonce)
                .path(address.getRawPath() + "/gatehouse/")
                .maxAge((int) MagicLinks.LIFETIME.toSeconds() * 2)
                .httpOnly(true)
                .secure(isSecure)
                .sameSite(isSecure ? NewCookie.SameSite.NONE : NewCookie.SameSite.LAX)
                .build();
    }
}
