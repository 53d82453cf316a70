package io.gatehouse.token;

import io.gatehouse.core.token.DpopProof;

/**
 * What came with a token to prove that its sender holds the key that it is bound to (RFC 9449), unchecked.
 *
 * @param jwt the header {@code DPoP} of the request that carried the token
 * @param method that request's method
 * @param url that request's URL as its sender sees it, one by {@link DpopProof#isUrl}
 */
public record PresentedProof(String jwt, String method, String url) {
    /** Longest method in characters. */
    public static final int MAX_METHOD_LENGTH = 32;

    /** Longest URL in characters. */
    public static final int MAX_URL_LENGTH = 2_048;
}
