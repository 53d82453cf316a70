package io.gatehouse.login;

import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GuestUsers;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of the calls about guests: their shapes for the API description, and how each is read. */
final class GuestBodies {
    /** Longest secret of a client, in characters. */
    static final int MAX_SECRET_LENGTH = 255;

    /** Longest scope, in characters. */
    static final int MAX_SCOPE_LENGTH = 1_000;

    /** Longest text that is taken for a code, in characters. */
    static final int MAX_CODE_LENGTH = 20;

    private static final String EMAIL = "email";
    private static final String CLIENT = "Client that gets the tokens; the realm's login_client_id unless given";
    private static final String SECRET = "Its secret, unless it is public";
    private static final String SCOPE = "Scopes besides the client's own, separated by spaces";

    private GuestBodies() {}

    /** Body of the call that makes a guest. */
    @Schema(name = "GuestRequest")
    record Come(
            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = CLIENT)
            @Nullable
            String clientId,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SECRET_LENGTH, description = SECRET) @Nullable
            String clientSecret,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SCOPE_LENGTH, description = SCOPE) @Nullable
            String scope) {
        Logins.Client client() {
            return new Logins.Client(clientId, clientSecret);
        }

        List<String> scopes() {
            return scope == null ? List.of() : List.of(scope.trim().split(" +", -1));
        }

        @Override
        public String toString() {
            return "Come[" + clientId + "]";
        }
    }

    /** Body of the call that asks for a code to link a guest. */
    @Schema(name = "GuestLinkRequest")
    record Ask(
            @Schema(
                    required = true,
                    minLength = EmailAddress.MIN_LENGTH,
                    maxLength = LoginMails.MAX_ADDRESS_LENGTH,
                    description = "Address that the guest will have")
            String email) {}

    /** Body of the call that links a guest. */
    @Schema(name = "GuestLinkConfirmation")
    record Confirm(
            @Schema(required = true, minLength = EmailAddress.MIN_LENGTH, maxLength = LoginMails.MAX_ADDRESS_LENGTH)
            String email,

            @Schema(required = true, minLength = 1, maxLength = MAX_CODE_LENGTH, description = "What the letter says")
            String code,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH,
                    description = CLIENT)
            @Nullable
            String clientId,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SECRET_LENGTH, description = SECRET) @Nullable
            String clientSecret,

            @Schema(nullable = true, minLength = 1, maxLength = MAX_SCOPE_LENGTH, description = SCOPE) @Nullable
            String scope) {
        Come login() {
            return new Come(clientId, clientSecret, scope);
        }

        @Override
        public String toString() {
            return "Confirm";
        }
    }

    static Come readCome(Fields fields) {
        Come body = come(fields);
        fields.done();
        return body;
    }

    static Ask readAsk(Fields fields) {
        Ask body = new Ask(address(fields));
        fields.done();
        return body;
    }

    static Confirm readConfirm(Fields fields) {
        String address = address(fields);
        String code = fields.requiredText("code", 1, MAX_CODE_LENGTH).strip();
        Come login = come(fields);
        fields.done();
        return new Confirm(address, code, login.clientId(), login.clientSecret(), login.scope());
    }

    private static Come come(Fields fields) {
        return new Come(
                fields.text("client_id", 1, LoginSettings.MAX_CLIENT_ID_LENGTH).orElse(null),
                fields.text("client_secret", 1, MAX_SECRET_LENGTH).orElse(null),
                fields.text("scope", 1, MAX_SCOPE_LENGTH).orElse(null));
    }

    /** In lower case. Nobody gets a guest's address. */
    private static String address(Fields fields) {
        String address = EmailAddress.required(fields, EMAIL);
        if (GuestUsers.isGuestAddress(address)) {
            fields.reject(EMAIL, "invalid_email", "email must be an address that letters reach.");
        }
        return address;
    }
}
