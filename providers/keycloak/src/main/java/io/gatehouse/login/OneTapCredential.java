package io.gatehouse.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Google One Tap gave the page: an ID token (OpenID Connect Core 2) that is still to be verified. Signed by RS256 or ES256 and
 * nothing else, whatever its header says (RFC 8725 3.1). Immutable; {@link #toString} tells nothing of it.
 */
final class OneTapCredential {
    /** Longest one, in characters: Google's have about 1,200. */
    static final int MAX_LENGTH = 8_192;

    /** Longest {@code kid} and {@code sub}, in characters. */
    static final int MAX_ID_LENGTH = 255;

    /** How far the clocks of the issuer and of this server may be apart, in seconds. */
    static final long SKEW_SECONDS = 60;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private final SignedJWT jwt;
    private final String keyId;

    private OneTapCredential(SignedJWT jwt, String keyId) {
        this.jwt = jwt;
        this.keyId = keyId;
    }

    /**
     * Who it says is logged in at the issuer.
     *
     * @param subject {@code sub}, the issuer's own id of the person, which is never given to another one
     * @param nonce what the page gave Google
     */
    record Person(String subject, String nonce) {}

    /** The credential, if it is a token of a shape that may be verified at all. */
    static Optional<OneTapCredential> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            String keyId = jwt.getHeader().getKeyID();
            JOSEObjectType type = jwt.getHeader().getType();
            boolean isReadable = ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
                    && keyId != null
                    && isId(keyId)
                    && jwt.getHeader().getCriticalParams() == null
                    && jwt.getHeader().isBase64URLEncodePayload()
                    && (type == null || JOSEObjectType.JWT.equals(type));
            return isReadable ? Optional.of(new OneTapCredential(jwt, keyId)) : Optional.empty();
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The {@code kid} of its header. */
    String keyId() {
        return keyId;
    }

    /** Whether this key of the issuer signed it, by the one algorithm that the key is for. */
    boolean isSignedBy(JWK key) {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
            return false;
        }
        try {
            JWSVerifier verifier = verifier(key, algorithm);
            return verifier != null && jwt.verify(verifier);
        } catch (JOSEException | IllegalStateException e) {
            return false;
        }
    }

    private static @Nullable JWSVerifier verifier(JWK key, JWSAlgorithm algorithm) throws JOSEException {
        if (key instanceof RSAKey rsa && algorithm.equals(JWSAlgorithm.RS256)) {
            return new RSASSAVerifier(rsa);
        }
        if (key instanceof ECKey ec && algorithm.equals(JWSAlgorithm.ES256)) {
            return new ECDSAVerifier(ec);
        }
        return null;
    }

    /** The person, if the issuer made it for this realm's client and it is good now (OpenID Connect Core 3.1.3.7). */
    Optional<Person> person(OneTapIssuer issuer, long nowSeconds) {
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            // The library would take a number for one.
            Object subject = jwt.getPayload().toJSONObject().get("sub");
            String nonce = claims.getStringClaim("nonce");
            boolean isGood = issuer.names().contains(String.valueOf(claims.getIssuer()))
                    && claims.getAudience().equals(List.of(issuer.clientId()))
                    && isFor(claims.getStringClaim("azp"), issuer.clientId())
                    && issuer.takesDomain(claims.getStringClaim("hd"))
                    && isTimely(claims, nowSeconds);
            return isGood && subject instanceof String id && isId(id) && nonce != null
                    ? Optional.of(new Person(id, nonce))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(@Nullable String authorizedParty, String clientId) {
        return authorizedParty == null || authorizedParty.equals(clientId);
    }

    private static boolean isTimely(JWTClaimsSet claims, long nowSeconds) {
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        return expires != null
                && issued != null
                && seconds(expires) > nowSeconds - SKEW_SECONDS
                && seconds(issued) <= nowSeconds + SKEW_SECONDS
                && seconds(issued) <= seconds(expires)
                && (notBefore == null || seconds(notBefore) <= nowSeconds + SKEW_SECONDS);
    }

    private static long seconds(Date time) {
        return time.toInstant().getEpochSecond();
    }

    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= MAX_ID_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String toString() {
        return "OneTapCredential";
    }
}
