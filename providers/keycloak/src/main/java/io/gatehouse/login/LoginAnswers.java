package io.gatehouse.login;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Logins;
import jakarta.ws.rs.core.Response;

/** How every way of ours to log in answers what came of it. A refusal keeps what the call wrote: it must be remembered. */
public final class LoginAnswers {
    private LoginAnswers() {}

    /** The tokens, or the refusal; whoever may not log in learns no more than whose credential is wrong. */
    public static Response of(Call call, Logins.Outcome outcome, GatehouseException wrong) {
        Logins.Tokens tokens = outcome.tokens();
        if (tokens != null) {
            return Answer.ok(LoginTokensRepresentation.of(tokens));
        }
        Logins.Refusal refusal = outcome.refusal();
        return call.remembered(refusal == null ? wrong : refusal(refusal, wrong));
    }

    private static GatehouseException refusal(Logins.Refusal refusal, GatehouseException wrong) {
        return switch (refusal) {
            case NOT_ALLOWED -> wrong;
            case SECOND_FACTOR_REQUIRED ->
                GatehouseException.forbidden(
                        "second_factor_required",
                        "This login needs a second factor: send the one-time code as otp, or log in on the login page.");
            case SECOND_FACTOR_INVALID ->
                GatehouseException.http(401, "second_factor_invalid", "The one-time code is wrong.");
            case ACTION_REQUIRED ->
                GatehouseException.forbidden(
                        "action_required", "Something must be done first that only the login page lets people do.");
        };
    }
}
