package io.gatehouse.login;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of the calls about codes by e-mail: their shapes for the API description, and how each is read. */
final class EmailCodeBodies {
    /** Longest client secret, in characters. */
    static final int MAX_SECRET_LENGTH = 255;

    /** Longest scope, in characters. */
    static final int MAX_SCOPE_LENGTH = 1_000;

    /** Longest one-time code, in characters. */
    static final int MAX_OTP_LENGTH = 10;

    /** Longest text that is taken for a code, in characters. */
    static final int MAX_CODE_LENGTH = 20;

    /** Longest text that is taken for a nonce, in characters. */
    static final int MAX_NONCE_LENGTH = 100;

    private static final String CLIENT_ID = "client_id";

    private EmailCodeBodies() {}

    @Schema(name = "SendCodeRequest")
    record SendCodeRequest(
            @Schema(required = true, minLength = EmailAddress.MIN_LENGTH, maxLength = LoginMails.MAX_ADDRESS_LENGTH)
            String email,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = "Taken for the sake of clients that send it with every call")
            @Nullable
            String clientId) {}

    @Schema(name = "SendCodeAnswer")
    record SendCodeAnswer(
            @Schema(
                    required = true,
                    minLength = LoginNonce.LENGTH,
                    maxLength = LoginNonce.LENGTH,
                    description = "Goes back with the code, unless the browser's cookie does")
            String nonce,

            @Schema(required = true, description = "Seconds that a code is good from when it is sent")
            long expiresIn,

            @Schema(required = true, description = "Seconds between two letters to one address")
            long retryAfter) {}

    @Schema(name = "VerifyCodeRequest")
    record VerifyCodeRequest(
            @Schema(required = true, minLength = EmailAddress.MIN_LENGTH, maxLength = LoginMails.MAX_ADDRESS_LENGTH)
            String email,

            @Schema(required = true, minLength = 1, maxLength = MAX_CODE_LENGTH)
            String code,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = MAX_NONCE_LENGTH,
                    description = "As send-code answered; without it the browser's cookie counts")
            @Nullable
            String nonce,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = "Client that gets the tokens; without it the realm's setting login_client_id")
            @Nullable
            String clientId,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SECRET_LENGTH) @Nullable
            String clientSecret,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SCOPE_LENGTH, description = "Separated by spaces")
            @Nullable
            String scope,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_OTP_LENGTH, description = "Of the second factor")
            @Nullable
            String otp) {}

    @Schema(name = "RefreshTokenRequest")
    record RefreshTokenRequest(
            @Schema(required = true, minLength = 1, maxLength = LoginRefreshResource.MAX_TOKEN_LENGTH)
            String refreshToken,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = LoginRefreshResource.MAX_USER_LENGTH,
                    description = "Must be the token's sub")
            String userUuid,

            @Schema(nullable = true, minLength = 1, maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH) @Nullable
            String clientId,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SECRET_LENGTH) @Nullable
            String clientSecret) {}

    /** What somebody presents. */
    record Presented(
            String address,
            String code,
            List<String> nonces,
            Logins.Client client,
            List<String> scope,
            @Nullable String otp) {
        @Override
        public String toString() {
            return "Presented";
        }
    }

    /** The address to send to. */
    static String readSend(Call call, byte @Nullable [] body) {
        Fields fields = call.fields(body);
        String address = EmailAddress.required(fields, "email");
        Optional<String> ignored = fields.text(CLIENT_ID, 1, LoginSettings.MAX_CLIENT_ID_LENGTH);
        fields.done();
        return address;
    }

    static Presented readVerify(Call call, byte @Nullable [] body) {
        Fields fields = call.fields(body);
        String address = EmailAddress.required(fields, "email");
        String code = fields.requiredText("code", 1, MAX_CODE_LENGTH);
        Optional<String> nonce = fields.text("nonce", 1, MAX_NONCE_LENGTH);
        Logins.Client client = client(fields);
        List<String> scope = fields.text("scope", 1, MAX_SCOPE_LENGTH)
                .map(text -> List.of(text.trim().split(" +", -1)))
                .orElse(List.of());
        String otp = fields.text("otp", 1, MAX_OTP_LENGTH).orElse(null);
        fields.done();
        return new Presented(
                address, code, nonce.map(List::of).orElseGet(() -> LoginCookie.nonces(call)), client, scope, otp);
    }

    static Logins.Client client(Fields fields) {
        return new Logins.Client(
                fields.text(CLIENT_ID, 1, LoginSettings.MAX_CLIENT_ID_LENGTH).orElse(null),
                fields.text("client_secret", 1, MAX_SECRET_LENGTH).orElse(null));
    }
}
