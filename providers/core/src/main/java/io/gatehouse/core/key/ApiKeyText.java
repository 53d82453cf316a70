package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gatehouse.core.id.Base62;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A key as text: <code>{prefix}_{live|test}_{kid}{secret}{checksum}</code>, for example {@code ak_live_} and 50 base62
 * characters.
 *
 * <p>The checksum (CRC-32 of everything before it) lets a typing error or a made-up key be refused without a look-up,
 * and lets secret scanners drop false alarms. It proves nothing: only the digest of the whole text does.
 *
 * @param prefix the realm's setting, see {@link #isPrefix}
 * @param environment live or test
 * @param kid the public half, 12 base62 characters (71 bits); the key is looked up by it
 * @param secret 32 base62 characters (190 bits)
 */
public record ApiKeyText(String prefix, KeyEnvironment environment, String kid, Secret secret) {

    /** Longest prefix in characters. */
    public static final int MAX_PREFIX_LENGTH = 16;

    /** Characters of the public id. */
    public static final int KID_LENGTH = 12;

    /** Characters of the secret half. */
    public static final int SECRET_LENGTH = 32;

    /** Characters of the checksum: 62^6 is more than 2^32. */
    public static final int CHECKSUM_LENGTH = 6;

    /** Longest key in characters; longer texts are refused unread. */
    public static final int MAX_LENGTH =
            MAX_PREFIX_LENGTH + "_live_".length() + KID_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH;

    /** Shortest key in characters. */
    public static final int MIN_LENGTH = MAX_LENGTH - MAX_PREFIX_LENGTH + 1;

    /** Random bytes that {@link #create} needs. */
    public static final int RANDOM_BYTES = Base62.randomBytesFor(KID_LENGTH) + Base62.randomBytesFor(SECRET_LENGTH);

    /** For secret scanners (RE2, PCRE, ECMAScript); a match still has to pass the checksum. */
    public static final String PATTERN = "\\b[a-z](?:[a-z0-9_]{0,14}[a-z0-9])?_(?:live|test)_[0-9A-Za-z]{50}\\b";

    private static final int BODY_LENGTH = KID_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH;
    private static final int ENVIRONMENT_LENGTH = 4;
    private static final int SHOWN_KID_LENGTH = 4;

    public ApiKeyText {
        requireShape(isPrefix(prefix), "prefix");
        requireShape(kid.length() == KID_LENGTH && Base62.isBase62(kid), "kid");
        String revealed = secret.reveal();
        requireShape(revealed.length() == SECRET_LENGTH && Base62.isBase62(revealed), "secret");
    }

    /**
     * Reads a key, or empty when the text is none: wrong length, wrong shape or wrong checksum. No I/O; the time taken
     * grows with the length alone, and that is bounded.
     *
     * @param text what the caller sent, unchecked and not trimmed; null counts as no key
     */
    public static Optional<ApiKeyText> parse(@Nullable String text) {
        if (text == null || text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        // From the end, because only the prefix varies in length and it may itself contain an underscore.
        int body = text.length() - BODY_LENGTH;
        int environmentStart = body - 1 - ENVIRONMENT_LENGTH;
        int prefixEnd = environmentStart - 1;
        String prefix = text.substring(0, prefixEnd);
        if (text.charAt(body - 1) != '_'
                || text.charAt(prefixEnd) != '_'
                || !isPrefix(prefix)
                || !Base62.isBase62(text.substring(body))
                || !hasChecksum(text)) {
            return Optional.empty();
        }
        String kid = text.substring(body, body + KID_LENGTH);
        String secret = text.substring(body + KID_LENGTH, text.length() - CHECKSUM_LENGTH);
        return KeyEnvironment.of(text.substring(environmentStart, body - 1))
                .map(environment -> new ApiKeyText(prefix, environment, kid, Secret.of(secret)));
    }

    /**
     * Makes a key out of random bytes.
     *
     * @param prefix see {@link #isPrefix}
     * @param random exactly {@link #RANDOM_BYTES} bytes from a secure source
     * @throws IllegalArgumentException when the prefix or the number of bytes is wrong
     */
    public static ApiKeyText create(String prefix, KeyEnvironment environment, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException(
                    "a key needs exactly %d random bytes, got %d".formatted(RANDOM_BYTES, random.length));
        }
        int kidBytes = Base62.randomBytesFor(KID_LENGTH);
        String kid = Base62.encode(Arrays.copyOf(random, kidBytes), KID_LENGTH);
        String secret = Base62.encode(Arrays.copyOfRange(random, kidBytes, random.length), SECRET_LENGTH);
        return new ApiKeyText(prefix, environment, kid, Secret.of(secret));
    }

    /**
     * True for a usable realm prefix: 1..{@value #MAX_PREFIX_LENGTH} lower-case ASCII letters, digits and underscores,
     * starting with a letter, not ending with an underscore ({@code ak}, {@code rai_pk}).
     */
    public static boolean isPrefix(String text) {
        int length = text.length();
        return length >= 1
                && length <= MAX_PREFIX_LENGTH
                && isLowerLetter(text.charAt(0))
                && text.charAt(length - 1) != '_'
                && text.chars().allMatch(c -> isLowerLetter(c) || (c >= '0' && c <= '9') || c == '_');
    }

    /** The whole key: what its holder is shown once, and what is digested. */
    public Secret text() {
        String checked = head() + kid + secret.reveal();
        return Secret.of(checked + checksum(checked));
    }

    /** What a list may show of the key, with an ellipsis for the rest: {@code ak_live_AbCd…}. */
    public String masked() {
        return visiblePrefix() + "…";
    }

    /** The start of the key up to the fourth character of its public id: {@code ak_live_AbCd}. No secret part. */
    public String visiblePrefix() {
        return head() + kid.substring(0, SHOWN_KID_LENGTH);
    }

    private String head() {
        return prefix + "_" + environment.text() + "_";
    }

    private static boolean hasChecksum(String text) {
        int end = text.length() - CHECKSUM_LENGTH;
        return text.substring(end).equals(checksum(text.substring(0, end)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(US_ASCII));
        return Base62.encodeNumber(crc.getValue(), CHECKSUM_LENGTH);
    }

    private static boolean isLowerLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static void requireShape(boolean holds, String part) {
        if (!holds) {
            throw new IllegalArgumentException("the key's " + part + " has the wrong shape");
        }
    }
}
