package io.gatehouse.core.key;

/**
 * A stored digest and the pepper it was made with.
 *
 * @param pepperId which pepper of the ring
 * @param value 43 characters of base64url, see {@link KeyDigest#hmacSha256}
 */
public record Digest(String pepperId, String value) {}
