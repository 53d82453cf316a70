package io.gatehouse.spi;

import io.gatehouse.approval.ApprovalLink;
import io.gatehouse.platform.Entropy;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The client through which people log in to decide approvals. Only for the login itself: the pages go by the login cookie, and
 * the code that comes back can be redeemed by nobody, because it is bound to a verifier that is thrown away.
 */
final class ApprovalClient {
    static final String ID = "gatehouse-approvals";

    private static final int RANDOM_BYTES = 32;

    private ApprovalClient() {}

    /** Adds it to a realm that does not have it. */
    static void add(RealmModel realm) {
        if (realm.getClientByClientId(ID) != null) {
            return;
        }
        ClientModel client = realm.addClient(ID);
        client.setName("Gatehouse approvals");
        client.setDescription("Logs people in who decide about requests of agents");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setEnabled(true);
        client.setPublicClient(true);
        client.setStandardFlowEnabled(true);
        client.setFullScopeAllowed(false);
        client.setRedirectUris(Set.of("/realms/" + realm.getName() + ApprovalLink.PATH + "*"));
        client.setAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD, "S256");
    }

    /**
     * Where a browser logs in to come back.
     *
     * @param issuer the realm's address
     * @param page where to come back
     * @param prompt {@code login} to have the person prove itself anew, null for whatever login there is
     */
    static URI login(String issuer, URI page, @Nullable String prompt) {
        UriBuilder builder = UriBuilder.fromUri(issuer + "/protocol/openid-connect/auth")
                .queryParam("client_id", ID)
                .queryParam("response_type", "code")
                .queryParam("scope", "openid")
                .queryParam("redirect_uri", "{page}")
                .queryParam("code_challenge_method", "S256")
                .queryParam("code_challenge", challenge());
        if (prompt != null) {
            builder.queryParam("prompt", prompt);
        }
        return builder.build(page.toString());
    }

    private static String challenge() {
        try {
            byte[] verifier = Base64.getUrlEncoder().withoutPadding().encode(Entropy.bytes(RANDOM_BYTES));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
