package io.gatehouse.core.domain;

import java.util.regex.Pattern;

/**
 * What somebody must publish to prove that a domain is theirs: a TXT record with a token that was made for one domain of one
 * organization of one realm, and is stored with these, so that a record for another proves nothing here. Not a secret: it stands in DNS.
 *
 * @param token {@link #TOKEN_LENGTH} characters of base32 (RFC 4648 6), lower case: 260 bits
 */
public record DomainChallenge(String token) {
    /** The label below which the record stands (RFC 8552). */
    public static final String LABEL = "_gatehouse-challenge";

    /** Before the token in the record's value, so that a person sees what it is for. */
    public static final String VALUE_PREFIX = "gatehouse-domain-verification=";

    /** Characters of a token, of five bits each. */
    public static final int TOKEN_LENGTH = 52;

    /** Random bytes that a token is made from; the last four bits are not used. */
    public static final int ENTROPY_BYTES = 33;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern TOKEN = Pattern.compile("[a-z2-7]{" + TOKEN_LENGTH + "}");
    private static final int BITS = 5;

    /** Checks the form. */
    public DomainChallenge {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("a token has " + TOKEN_LENGTH + " characters of base32");
        }
    }

    /** @param entropy {@link #ENTROPY_BYTES} random bytes */
    public static DomainChallenge of(byte[] entropy) {
        if (entropy.length != ENTROPY_BYTES) {
            throw new IllegalArgumentException("a token is made from " + ENTROPY_BYTES + " bytes");
        }
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int bit = 0; token.length() < TOKEN_LENGTH; bit += BITS) {
            int two = (entropy[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < ENTROPY_BYTES ? entropy[bit / 8 + 1] & 0xff : 0);
            token.append(ALPHABET.charAt(two >> (16 - BITS - bit % 8) & 31));
        }
        return new DomainChallenge(token.toString());
    }

    /** The name of the record, without a dot at its end. */
    public static String recordName(DomainName domain) {
        return LABEL + "." + domain.text();
    }

    /** The value of the record. */
    public String recordValue() {
        return VALUE_PREFIX + token;
    }
}
