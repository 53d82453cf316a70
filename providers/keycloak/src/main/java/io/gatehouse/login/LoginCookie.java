package io.gatehouse.login;

import io.gatehouse.platform.Call;
import jakarta.ws.rs.core.Cookie;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cookie that binds letters to the browser which asked for them: the nonces of the last {@link LoginMailTable#MAX_NONCES}, the
 * newest first, so that the letter that arrives first is good though another was asked for. No script reads it, no other site
 * sends it, and it goes to the calls about logins alone.
 */
final class LoginCookie {
    static final String NAME = "GATEHOUSE_LOGIN";

    private LoginCookie() {}

    /** The nonces that the browser holds; none for a cookie that is none of ours. */
    static List<String> nonces(Call call) {
        Cookie cookie = call.headers().getCookies().get(NAME);
        return cookie == null
                ? List.of()
                : Arrays.stream(cookie.getValue().split("\\.", LoginMailTable.MAX_NONCES + 1))
                        .filter(LoginNonce::isWellFormed)
                        .limit(LoginMailTable.MAX_NONCES)
                        .toList();
    }

    /** The header that adds a nonce to those that the browser holds. */
    static String with(Call call, String nonce, Duration lifetime) {
        List<String> kept = Stream.concat(Stream.of(nonce), nonces(call).stream())
                .limit(LoginMailTable.MAX_NONCES)
                .toList();
        URI root = URI.create(call.scope().apiRoot());
        return NAME + "=" + String.join(".", kept) + "; Path=" + root.getRawPath() + "/auth; Max-Age="
                + lifetime.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (root.getScheme().equals("https") ? "; Secure" : "");
    }
}
