package io.gatehouse.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A link that was sent: somebody holds its key.
 *
 * @param id of the request for the letter
 * @param address where it was sent, lower-case
 * @param userId whose address that was, null when it was nobody's
 * @param request what it was asked for
 * @param nonceHash of what the browser holds in which it is good; null for any browser
 * @param isOver whether it was used, or is too old
 */
public record MagicLink(
        String id,
        String address,
        @Nullable String userId,
        LinkRequest request,
        @Nullable String nonceHash,
        boolean isOver) {
    private static final String MASK = "***";

    /** The same, after its use. */
    public MagicLink used() {
        return new MagicLink(id, address, userId, request, nonceHash, true);
    }

    /** Whether it is bound to a browser, and this is the one: what it holds is given, null for nothing. */
    public boolean isOf(@Nullable String nonce) {
        return nonceHash != null
                && nonce != null
                && MessageDigest.isEqual(
                        nonceHash.getBytes(StandardCharsets.US_ASCII),
                        LoginNonce.hash(nonce).getBytes(StandardCharsets.US_ASCII));
    }

    /** The address so that its owner knows it, and whoever looks over a shoulder does not: {@code a***@demo.example}. */
    public String maskedAddress() {
        int at = address.lastIndexOf('@');
        int shown = Character.charCount(address.codePointAt(0));
        return address.substring(0, shown) + MASK + address.substring(at);
    }

    @Override
    public String toString() {
        return "MagicLink[" + id + "]";
    }
}
