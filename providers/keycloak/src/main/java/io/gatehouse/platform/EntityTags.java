package io.gatehouse.platform;

import jakarta.ws.rs.core.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Entity tags (RFC 9110 8.8.3): what an answer is called so that whoever has it need not get it again. */
public final class EntityTags {
    /** Digits of a digest that tell one content from another; nobody gains by a collision of what the server itself holds. */
    private static final int DIGITS = 32;

    private EntityTags() {}

    /** The strong tag of a content, quoted: the first half of its SHA-256 in hexadecimal. */
    public static String of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest).substring(0, DIGITS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Whether the caller says that it has this content already ({@code If-None-Match}, compared weakly). */
    public static boolean isKnown(HttpHeaders headers, String etag) {
        String header = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::trim)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }
}
