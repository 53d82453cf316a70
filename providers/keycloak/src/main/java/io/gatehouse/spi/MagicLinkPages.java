package io.gatehouse.spi;

import io.gatehouse.login.LinkRequest;
import io.gatehouse.login.LoginNonce;
import io.gatehouse.login.MagicLink;
import io.gatehouse.login.MagicLinkLetter;
import io.gatehouse.login.MagicLinks;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.ResolveRelative;

/**
 * The page behind a link in a mail, in the realm's login theme. Opening it, by a person or by whatever looks into mails, does
 * nothing; only its button uses the link up. What the button sends must carry what the page put into this browser's cookie, so
 * that no other site can press it. Every link that cannot be used is answered by one page, and why is told only of links that
 * are old or used.
 */
@Produces(MediaType.TEXT_HTML)
public final class MagicLinkPages {
    private static final String TEMPLATE = "gatehouse-magic-link.ftl";
    private static final String STATE_COOKIE = "GATEHOUSE_LINK_STATE";
    private static final String NO_STORE = "no-store, must-revalidate, max-age=0";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagicLinks links;

    MagicLinkPages(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.links = Rooms.of(session, realm).magicLinks();
    }

    /** Shows what the link is for, and the button. */
    @GET
    public Response show(@QueryParam("key") @Nullable String key) {
        MagicLink link = links.find(String.valueOf(key)).orElse(null);
        LinkUse use = new LinkUse(session, realm);
        if (link == null || link.isOver() || use.refusal(link) != null) {
            return refused(link);
        }
        return page(link, String.valueOf(key), null);
    }

    /** Uses the link up and goes on with Keycloak's login. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response use(MultivaluedMap<String, String> form) {
        String key = String.valueOf(form.getFirst("key"));
        MagicLink link = links.find(key).orElse(null);
        LinkUse use = new LinkUse(session, realm);
        if (link == null || link.isOver()) {
            return refused(link);
        }
        if (!isGenuine(form.getFirst("state_checker"))) {
            return use.refusal(link) == null ? page(link, key, "gatehouseLinkStale") : refused(link);
        }
        String refusal = use.refusal(link);
        if (refusal != null) {
            use.tell(link, refusal);
            return refused(link);
        }
        if (!links.consume(link)) {
            return refused(link.used());
        }
        return unstored(use.logIn(link));
    }

    private Response page(MagicLink link, String key, @Nullable String error) {
        String state = state();
        Map<String, Object> shown = new HashMap<>();
        shown.put("isOpen", true);
        shown.put("action", MagicLinks.page(issuer()));
        shown.put("key", key);
        shown.put("stateChecker", state);
        shown.put(
                "client",
                MagicLinkLetter.nameOf(
                        Objects.requireNonNull(session.getContext().getClient())));
        shown.put("address", link.maskedAddress());
        shown.put("isNew", link.userId() == null);
        LoginFormsProvider form = form().setAttribute("link", shown);
        if (error != null) {
            form.setError(error);
        }
        Response page = unstored(form.createForm(TEMPLATE));
        return Response.fromResponse(page).cookie(cookie(state)).build();
    }

    /** One page for all; of a link that nobody made it does not even name the application. */
    private Response refused(@Nullable MagicLink link) {
        boolean isOver = link != null && link.isOver();
        Map<String, Object> shown = new HashMap<>();
        shown.put("isOpen", false);
        shown.put("again", link == null ? "" : again(link.request()));
        Response page = form().setAttribute("link", shown)
                .setError(isOver ? "gatehouseLinkOver" : "gatehouseLinkRefused")
                .createForm(TEMPLATE);
        return unstored(
                Response.fromResponse(page).status(Response.Status.BAD_REQUEST).build());
    }

    /** The application's own page; empty for an application that is gone or has none. */
    private String again(LinkRequest request) {
        return LinkClient.enabled(session, realm, request.clientId())
                .map(client -> ResolveRelative.resolveRelativeUri(session, client.getRootUrl(), client.getBaseUrl()))
                .filter(address -> address.startsWith("https://") || address.startsWith("http://"))
                .orElse("");
    }

    private boolean isGenuine(@Nullable String presented) {
        String kept = keptState();
        return kept != null
                && presented != null
                && MessageDigest.isEqual(
                        kept.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The one that this browser has, so that several pages are good at once, or a new one. */
    private String state() {
        String kept = keptState();
        return kept != null ? kept : LoginNonce.make();
    }

    private @Nullable String keptState() {
        Cookie cookie = session.getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getCookies()
                .get(STATE_COOKIE);
        return cookie != null && LoginNonce.isWellFormed(cookie.getValue()) ? cookie.getValue() : null;
    }

    /** Until the browser is closed. Sent along when a link in a mail is opened, and not with a form of another site. */
    private NewCookie cookie(String state) {
        URI issuer = URI.create(issuer());
        return new NewCookie.Builder(STATE_COOKIE)
                .value(state)
                .path(issuer.getRawPath() + "/gatehouse/")
                .httpOnly(true)
                .secure("https".equals(issuer.getScheme()))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private LoginFormsProvider form() {
        return session.getProvider(LoginFormsProvider.class);
    }

    private String issuer() {
        return Rooms.of(session, realm).scope().issuer();
    }

    private static Response unstored(Response page) {
        return Response.fromResponse(page).header("Cache-Control", NO_STORE).build();
    }
}
