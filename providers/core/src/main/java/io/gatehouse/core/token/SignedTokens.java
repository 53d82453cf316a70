package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was found good of late, so that a token that comes with every request is parsed and its signature
 * computed once. Found by the issuer and the SHA-256 of the whole text: a token with another signature is another token. Only
 * what can never change is kept; the key is asked for each time and must be the one that signed, so that a token dies with its
 * key, and {@link SignedToken#claims} looks at the time. Bad tokens are not kept, so that nobody without good ones fills it, nor
 * are those of other algorithms than Ed25519.
 *
 * <p>Holds at most {@value #MAX_TOKENS} tokens of {@value #MAX_CHARACTERS} characters altogether, those used last, and none of
 * their texts. Thread-safe.
 */
public final class SignedTokens {

    /** Most tokens that are kept. */
    public static final int MAX_TOKENS = 1 << 12;

    /** Most characters of all tokens that are kept. */
    public static final int MAX_CHARACTERS = 1 << 22;

    /** Threads wait for each other only when their tokens are of the same part. */
    private static final int PARTS = 16;

    /** Finds the issuer's key of a token. */
    @FunctionalInterface
    public interface Keys<E extends Exception> {
        /**
         * The key as it is now; null when the issuer has none with this id for this algorithm.
         *
         * @throws E when nobody knows
         */
        @Nullable
        TokenKey key(String keyId, String algorithm) throws E;
    }

    /** Reads a token without trusting it. */
    @FunctionalInterface
    public interface Parser {
        /** See {@link AgentTokenParser#parse}. */
        ParsedToken parse(String jwt) throws TokenException;
    }

    private record Fingerprint(String issuer, long a, long b, long c, long d) {
        static Fingerprint of(String issuer, String text) {
            ByteBuffer hash = ByteBuffer.wrap(sha256(text));
            return new Fingerprint(issuer, hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }

        private static byte[] sha256(String text) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public int hashCode() {
            return (int) a;
        }
    }

    private record Kept(SignedToken token, int characters) {}

    /** One part: tokens in the order of their last use. */
    private static final class Part {
        private final Map<Fingerprint, Kept> tokens = new LinkedHashMap<>(16, 0.75f, true);
        private int characters;

        synchronized @Nullable SignedToken find(Fingerprint fingerprint) {
            Kept kept = tokens.get(fingerprint);
            return kept == null ? null : kept.token();
        }

        synchronized void keep(Fingerprint fingerprint, Kept kept) {
            Kept before = tokens.put(fingerprint, kept);
            characters += kept.characters() - (before == null ? 0 : before.characters());
            var eldest = tokens.values().iterator();
            while (tokens.size() > MAX_TOKENS / PARTS || characters > MAX_CHARACTERS / PARTS) {
                characters -= eldest.next().characters();
                eldest.remove();
            }
        }

        synchronized int size() {
            return tokens.size();
        }
    }

    private final Parser parser;
    private final Part[] parts = new Part[PARTS];

    /** @param parser reads tokens that are not kept */
    public SignedTokens(Parser parser) {
        this.parser = parser;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    /**
     * The token, when a key that the issuer has now signed it.
     *
     * @param issuer who has these keys, such as the realm's id: what one issuer's keys signed is looked up for no other
     * @param jwt what the caller sent, unchecked and not trimmed
     * @param keys the issuer's keys, asked at every call
     * @throws TokenException as the parser throws, and {@code BAD_SIGNATURE}, also when there is no such key
     * @throws E from the keys
     */
    public <E extends Exception> SignedToken signed(String issuer, String jwt, Keys<E> keys) throws TokenException, E {
        if (jwt.length() > AgentTokenParser.MAX_TOKEN_LENGTH) {
            // Refused by the parser, unread.
            return verified(parser.parse(jwt), keys);
        }
        Fingerprint fingerprint = Fingerprint.of(issuer, jwt);
        Part part = parts[Math.floorMod(fingerprint.b(), PARTS)];
        SignedToken known = part.find(fingerprint);
        if (known != null) {
            TokenKey key = keys.key(known.keyId(), known.algorithm());
            if (key != null && known.isSignedBy(key)) {
                return known;
            }
        }
        SignedToken signed = verified(parser.parse(jwt), keys);
        if (signed.isKeepable()) {
            part.keep(fingerprint, new Kept(signed, jwt.length()));
        }
        return signed;
    }

    /** How many tokens are kept. */
    int size() {
        int size = 0;
        for (Part part : parts) {
            size += part.size();
        }
        return size;
    }

    private static <E extends Exception> SignedToken verified(ParsedToken parsed, Keys<E> keys)
            throws TokenException, E {
        TokenKey key = keys.key(parsed.keyId(), parsed.algorithm());
        if (key == null) {
            throw new TokenException(TokenException.Reason.BAD_SIGNATURE, "the issuer has no such key");
        }
        return parsed.signedBy(key);
    }
}
