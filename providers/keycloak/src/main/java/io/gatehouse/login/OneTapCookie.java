package io.gatehouse.login;

import io.gatehouse.platform.Call;
import jakarta.ws.rs.core.Cookie;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cookie that binds nonces to the browser whose page asked for them: the last {@link #MAX_NONCES}, the newest first, for pages
 * in several tabs. Apart from {@link LoginCookie}, so that a page which is opened often does not make the browser forget letters.
 */
final class OneTapCookie {
    static final String NAME = "GATEHOUSE_ONE_TAP";

    /** Most nonces that a browser holds. */
    static final int MAX_NONCES = 5;

    private OneTapCookie() {}

    /** The nonces that the browser holds; none for a cookie that is none of ours. */
    static List<String> nonces(Call call) {
        Cookie cookie = call.headers().getCookies().get(NAME);
        return cookie == null
                ? List.of()
                : Arrays.stream(cookie.getValue().split("\\.", MAX_NONCES + 1))
                        .filter(LoginNonce::isWellFormed)
                        .limit(MAX_NONCES)
                        .toList();
    }

    /** The header that adds a nonce to those that the browser holds. */
    static String with(Call call, String nonce) {
        List<String> kept = Stream.concat(Stream.of(nonce), nonces(call).stream())
                .limit(MAX_NONCES)
                .toList();
        URI root = URI.create(call.scope().apiRoot());
        return NAME + "=" + String.join(".", kept) + "; Path=" + root.getRawPath() + "/auth/google-one-tap; Max-Age="
                + OneTapNonces.LIFETIME.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (root.getScheme().equals("https") ? "; Secure" : "");
    }
}
