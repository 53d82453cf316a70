package io.gatehouse.login;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.LoginSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link MagicLinkResource}: its shape for the API description, and how it is read. */
final class MagicLinkBodies {
    /** Longest {@code redirect_uri}, in characters. */
    static final int MAX_REDIRECT_LENGTH = 1_000;

    /** Longest {@code state} and {@code nonce}, in characters. */
    static final int MAX_STATE_LENGTH = 512;

    /** Longest {@code scope}, in characters. */
    static final int MAX_SCOPE_LENGTH = 500;

    /** A SHA-256 in base64url, as S256 has it (RFC 7636 4.2). */
    static final int CHALLENGE_LENGTH = 43;

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String S256 = "S256";
    private static final String OPENID = "openid";

    private MagicLinkBodies() {}

    /** Body of a request for a link. */
    @Schema(name = "MagicLinkRequest")
    record MagicLinkRequest(
            @Schema(
                    required = true,
                    minLength = EmailAddress.MIN_LENGTH,
                    maxLength = LoginMails.MAX_ADDRESS_LENGTH,
                    description = "Where the link is sent")
            String email,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = "The application; its attribute gatehouse.login_methods has the word magic_link")
            String client_id,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = MAX_REDIRECT_LENGTH,
                    description = "Where the browser goes in the end, with a code; one of the client's")
            String redirect_uri,

            @Schema(
                    required = true,
                    minLength = CHALLENGE_LENGTH,
                    maxLength = CHALLENGE_LENGTH,
                    description = "SHA-256 of the code verifier, in base64url (RFC 7636 4.2)")
            String code_challenge,

            @Schema(enumeration = S256, description = "Only S256, which is the default") @Nullable
            String code_challenge_method,

            @Schema(maxLength = MAX_STATE_LENGTH, description = "Comes back with the code") @Nullable
            String state,

            @Schema(maxLength = MAX_STATE_LENGTH, description = "Comes back in the ID token") @Nullable
            String nonce,

            @Schema(maxLength = MAX_SCOPE_LENGTH, description = "Separated by spaces; openid unless given") @Nullable
            String scope) {}

    /** What every request is answered. */
    @Schema(name = "MagicLinkSent")
    record MagicLinkSent(
            @Schema(required = true, description = "Seconds that a link is good")
            long expires_in,

            @Schema(required = true, description = "Seconds after which another can be sent to the address")
            long retry_after) {}

    static MagicLinkSent sent() {
        return new MagicLinkSent(MagicLinks.LIFETIME.toSeconds(), MagicLinks.COOLDOWN.toSeconds());
    }

    /**
     * What was asked for.
     *
     * @param email the address as it was given, of which nothing is known but that it looks like one
     */
    record Wish(String email, LinkRequest request) {}

    /** @throws io.gatehouse.platform.GatehouseException 400, 413, 415 or 422 */
    static Wish read(Call call, byte @Nullable [] body) {
        Fields fields = call.fields(body);
        String email = EmailAddress.required(fields, "email");
        Map<String, String> parameters = new LinkedHashMap<>();
        String clientId = fields.requiredText("client_id", 1, LoginSettings.MAX_CLIENT_ID_LENGTH);
        parameters.put("client_id", clientId);
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", fields.requiredText("redirect_uri", 1, MAX_REDIRECT_LENGTH));
        parameters.put("code_challenge", challenge(fields));
        fields.text("code_challenge_method", 1, S256.length())
                .filter(method -> !method.equals(S256))
                .ifPresent(method ->
                        fields.reject("code_challenge_method", "invalid_value", "code_challenge_method must be S256."));
        parameters.put("code_challenge_method", S256);
        fields.text("state", 1, MAX_STATE_LENGTH).ifPresent(state -> parameters.put("state", state));
        fields.text("nonce", 1, MAX_STATE_LENGTH).ifPresent(nonce -> parameters.put("nonce", nonce));
        parameters.put("scope", fields.text("scope", 1, MAX_SCOPE_LENGTH).orElse(OPENID));
        fields.done();
        return new Wish(email, new LinkRequest(clientId, parameters, null));
    }

    private static String challenge(Fields fields) {
        String challenge = fields.requiredText("code_challenge", CHALLENGE_LENGTH, CHALLENGE_LENGTH);
        if (challenge.length() == CHALLENGE_LENGTH
                && !CHALLENGE.matcher(challenge).matches()) {
            fields.reject("code_challenge", "invalid_value", "code_challenge must be base64url of a SHA-256.");
        }
        return challenge;
    }
}
