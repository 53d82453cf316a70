package io.gatehouse.login;

import io.gatehouse.login.EmailCodeBodies.SendCodeAnswer;
import io.gatehouse.login.EmailCodeBodies.SendCodeRequest;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /auth/send-code}, open to everybody: the answer is the same whatever address it is. */
@Tag(name = "Login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class SendCodeResource {
    private static final int ACCEPTED = 202;

    private final Call call;
    private final EmailCodes codes;
    private final AddressThrottle throttle;

    /** Serves one call. */
    public SendCodeResource(Call call, EmailCodes codes, AddressThrottle throttle) {
        this.call = call;
        this.codes = codes;
        this.throttle = throttle;
    }

    /** Has a code sent. */
    @POST
    @Operation(
            operationId = "sendLoginCode",
            summary = "Have a code to log in sent by e-mail; the answer does not say whether anybody has the address")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SendCodeRequest.class)))
    @APIResponseSchema(
            value = SendCodeAnswer.class,
            responseCode = "202",
            responseDescription = "Noted; the cookie holds the nonce, too")
    public Response send(byte @Nullable [] body) {
        codes.requireOn();
        String address = EmailCodeBodies.readSend(call, body);
        throttle.admit(call.scope(), "Too many letters were asked for from this address.");
        String nonce = codes.send(address, language());
        Duration lifetime = EmailCodeLetter.LIFETIME.plusMillis(LoginMails.MAX_WAIT_MS);
        return Answer.json(
                        ACCEPTED,
                        new SendCodeAnswer(
                                nonce,
                                EmailCodeLetter.LIFETIME.toSeconds(),
                                Duration.ofMillis(LoginMailTurns.COOLDOWN_MS).toSeconds()))
                .header(HttpHeaders.SET_COOKIE, LoginCookie.with(call, nonce, lifetime))
                .build();
    }

    private @Nullable String language() {
        return call.headers().getAcceptableLanguages().stream()
                .map(Locale::toLanguageTag)
                .filter(tag -> tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}"))
                .findFirst()
                .orElse(null);
    }
}
