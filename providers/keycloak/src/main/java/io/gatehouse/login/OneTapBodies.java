package io.gatehouse.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of the calls about Google One Tap: their shapes for the API description, and how each is read. */
final class OneTapBodies {
    /** Longest token against forged posts, in characters. */
    static final int MAX_CSRF_LENGTH = 255;

    private static final Set<String> MEMBERS =
            Set.of("credential", "g_csrf_token", "nonce", "client_id", "client_secret", "scope", "otp");

    private OneTapBodies() {}

    @Schema(name = "OneTapRequest")
    record OneTapRequest(
            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = OneTapCredential.MAX_LENGTH,
                    description = "The ID token that Google gave the page")
            String credential,

            @Schema(
                    required = true,
                    name = "g_csrf_token",
                    minLength = 1,
                    maxLength = MAX_CSRF_LENGTH,
                    description = "The same as the cookie g_csrf_token")
            String csrfToken,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = EmailCodeBodies.MAX_NONCE_LENGTH,
                    description = "As the nonce call answered; without it the browser's cookie counts")
            @Nullable
            String nonce,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = "Client that gets the tokens; without it the realm's setting login_client_id")
            @Nullable
            String clientId,

            @Schema(nullable = true, minLength = 1, maxLength = EmailCodeBodies.MAX_SECRET_LENGTH) @Nullable
            String clientSecret,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = EmailCodeBodies.MAX_SCOPE_LENGTH,
                    description = "Separated by spaces")
            @Nullable
            String scope,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = EmailCodeBodies.MAX_OTP_LENGTH,
                    description = "Of the second factor")
            @Nullable
            String otp) {}

    @Schema(name = "OneTapNonceAnswer")
    record OneTapNonceAnswer(
            @Schema(
                    required = true,
                    minLength = LoginNonce.LENGTH,
                    maxLength = LoginNonce.LENGTH,
                    description = "For Google; goes back with the credential, unless the browser's cookie does")
            String nonce,

            @Schema(required = true, description = "Seconds that it is good")
            long expiresIn) {}

    /** What somebody presents. */
    record Presented(
            String credential,
            String csrfToken,
            List<String> nonces,
            Logins.Client client,
            List<String> scope,
            @Nullable String otp) {
        @Override
        public String toString() {
            return "Presented";
        }
    }

    /** Reads a form, as Google posts it, or JSON. To a form Google adds what it likes; JSON is written for us. */
    static Presented read(Call call, byte @Nullable [] body) {
        Fields fields = isForm(call) ? new Fields(form(call, body)) : call.fields(body);
        String credential = fields.requiredText("credential", 1, OneTapCredential.MAX_LENGTH);
        String csrfToken = fields.requiredText("g_csrf_token", 1, MAX_CSRF_LENGTH);
        Optional<String> nonce = fields.text("nonce", 1, EmailCodeBodies.MAX_NONCE_LENGTH);
        Logins.Client client = EmailCodeBodies.client(fields);
        List<String> scope = fields.text("scope", 1, EmailCodeBodies.MAX_SCOPE_LENGTH)
                .map(text -> List.of(text.trim().split(" +", -1)))
                .orElse(List.of());
        String otp = fields.text("otp", 1, EmailCodeBodies.MAX_OTP_LENGTH).orElse(null);
        fields.done();
        return new Presented(
                credential,
                csrfToken,
                nonce.map(List::of).orElseGet(() -> OneTapCookie.nonces(call)),
                client,
                scope,
                otp);
    }

    /** Refuses a body that has members: the call takes none. */
    static void readNone(Call call, byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            call.noQuery();
        } else {
            call.fields(body).done();
        }
    }

    private static boolean isForm(Call call) {
        String type = call.headers().getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(MediaType.APPLICATION_FORM_URLENCODED);
    }

    private static ObjectNode form(Call call, byte @Nullable [] body) {
        call.noQuery();
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > Json.MAX_BODY_BYTES) {
            throw GatehouseException.tooLarge(Json.MAX_BODY_BYTES);
        }
        return form(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The members of a form that are known here. */
    static ObjectNode form(String text) {
        ObjectNode members = Json.object();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            if (!MEMBERS.contains(name)) {
                continue;
            }
            if (members.has(name)) {
                // Which of the two counts would be a matter of taste (RFC 6749 3.1).
                throw GatehouseException.badRequest("malformed_body", "The form has " + name + " twice.");
            }
            String ignored = members.put(name, parts.length == 1 ? "" : decoded(parts[1]))
                    .toString();
        }
        return members;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GatehouseException.badRequest("malformed_body", "The form is not properly encoded.");
        }
    }
}
