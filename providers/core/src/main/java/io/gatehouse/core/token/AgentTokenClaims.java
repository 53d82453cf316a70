package io.gatehouse.core.token;

import io.gatehouse.core.id.Ids;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent token says (RFC 9068 section 2.2, RFC 8693 section 4.1, RFC 9396 section 9.1).
 *
 * <p>Deeply immutable, and only of values that a token can carry: whoever holds one may sign it. Not before it was
 * issued is a token valid: {@code nbf} always equals {@code iat}. There is deliberately no claim {@code typ}: with
 * {@code typ: Bearer} the stock endpoints would take a delegated token for the user's own.
 *
 * @param issuer {@code iss}, the realm's URL
 * @param subject {@code sub}: the user acted for, else the agent
 * @param clientId {@code client_id} and {@code azp}: the agent, or the client that exchanged a key
 * @param audience {@code aud}, 1..{@value Targets#MAX_TARGETS} different targets; one is written as a string, more as
 *     an array (RFC 7519 section 4.1.3 allows both)
 * @param scope {@code scope}, at most {@value Scopes#MAX_SCOPES} different words; left out when empty
 * @param issuedAtSeconds {@code iat} and {@code nbf}, seconds since 1970
 * @param expiresAtSeconds {@code exp}, seconds since 1970, after {@code issuedAtSeconds}
 * @param tokenId {@code jti}, see {@link #tokenId(UUID)}
 * @param transactionId {@code txn}: the same for all tokens that one request led to
 * @param subjectProfile {@code sub_profile}, what kind of subject it is
 * @param act {@code act}, who acts for the subject; null when it acts itself
 * @param confirmation {@code cnf}, the key whose possession must be proved (RFC 7800); null for a bearer token
 * @param authorizationDetails {@code authorization_details}, at most {@value #MAX_AUTHORIZATION_DETAILS}
 * @param targetService {@code target_service}: what the token was asked for, or {@code any}
 * @param keyId {@code key_id}: the id of the API key that the token was exchanged for, with which it dies; null for an
 *     agent's token
 * @param status {@code status}: where the token's status is published; null when it is not
 * @param parents {@code par}: the ids of the tokens that this one was exchanged from, the nearest first, at most
 *     {@value #MAX_PARENTS}; it dies with each of them. Empty for a token of its own
 * @param login {@code gsid}: the login session of the user who is acted for, with which the token dies; null without one
 */
public record AgentTokenClaims(
        String issuer,
        String subject,
        String clientId,
        List<String> audience,
        List<String> scope,
        long issuedAtSeconds,
        long expiresAtSeconds,
        String tokenId,
        String transactionId,
        @Nullable String subjectProfile,
        @Nullable Map<String, Object> act,
        @Nullable Map<String, Object> confirmation,
        @Nullable List<Map<String, Object>> authorizationDetails,
        String targetService,
        @Nullable String keyId,
        @Nullable StatusReference status,
        List<String> parents,
        @Nullable String login) {

    /** What every token id starts with. No colon: stock code splits ids there. */
    public static final String TOKEN_ID_PREFIX = "gh-";

    /** Longest issuer, subject, client id, transaction id or subject profile in characters. */
    public static final int MAX_TEXT_LENGTH = 1024;

    /** Most authorization details in one token. */
    public static final int MAX_AUTHORIZATION_DETAILS = 20;

    /** Most tokens that one token can come from: one for each earlier actor, and the user's own. */
    public static final int MAX_PARENTS = ActorChain.MAX_ACTORS;

    /** The last second of the year 9999: later times are mistakes, such as milliseconds. */
    public static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private static final int UUID_LENGTH = 36;

    public AgentTokenClaims {
        requireText("iss", issuer);
        requireText("sub", subject);
        requireText("client_id", clientId);
        audience = List.copyOf(audience);
        require(!audience.isEmpty() && audience.size() <= Targets.MAX_TARGETS, "aud", "must hold 1..10 targets");
        require(audience.stream().allMatch(Targets::isTarget), "aud", "holds something that is no target");
        require(new HashSet<>(audience).size() == audience.size(), "aud", "holds a target twice");
        scope = Scopes.requireTokens(scope);
        require(issuedAtSeconds >= 0 && expiresAtSeconds <= MAX_EPOCH_SECONDS, "exp", "is out of range");
        require(issuedAtSeconds < expiresAtSeconds, "exp", "must be after iat");
        require(tokenIdEpochMs(tokenId).isPresent(), "jti", "must be gh- and a UUID of version 7");
        requireText("txn", transactionId);
        if (subjectProfile != null) {
            requireText("sub_profile", subjectProfile);
        }
        act = act == null ? null : JsonValues.copyOf(act);
        confirmation = confirmation == null ? null : JsonValues.copyOf(confirmation);
        if (authorizationDetails != null) {
            require(
                    authorizationDetails.size() <= MAX_AUTHORIZATION_DETAILS,
                    "authorization_details",
                    "holds too many objects, at most " + MAX_AUTHORIZATION_DETAILS);
            authorizationDetails =
                    authorizationDetails.stream().map(JsonValues::copyOf).toList();
        }
        require(Targets.isTargetService(targetService), "target_service", "is no target");
        if (keyId != null) {
            requireText("key_id", keyId);
        }
        parents = List.copyOf(parents);
        require(parents.size() <= MAX_PARENTS, "par", "names too many tokens");
        parents.forEach(parent -> requireText("par", parent));
        if (login != null) {
            requireText("gsid", login);
        }
    }

    /** An empty builder. */
    public static AgentTokenClaimsBuilder builder() {
        return new AgentTokenClaimsBuilder();
    }

    /**
     * The id of a token.
     *
     * @param v7 a UUID of version 7, whose time is that of the issuing
     * @throws IllegalArgumentException for another version
     */
    public static String tokenId(UUID v7) {
        if (!Ids.isV7(v7)) {
            throw new IllegalArgumentException("not a UUID of version 7");
        }
        return TOKEN_ID_PREFIX + v7;
    }

    /**
     * The milliseconds since 1970 inside a token id, or empty when it is none of ours. {@code iat} has only seconds, too
     * coarse to say whether a token is older than a revocation.
     *
     * @param tokenId any text
     */
    public static OptionalLong tokenIdEpochMs(String tokenId) {
        if (tokenId.length() != TOKEN_ID_PREFIX.length() + UUID_LENGTH || !tokenId.startsWith(TOKEN_ID_PREFIX)) {
            return OptionalLong.empty();
        }
        String text = tokenId.substring(TOKEN_ID_PREFIX.length());
        try {
            UUID uuid = UUID.fromString(text);
            // Java also reads upper case and shortened groups; one id must have one spelling.
            boolean isOurs = uuid.toString().equals(text) && Ids.isV7(uuid);
            return isOurs ? OptionalLong.of(Ids.epochMs(uuid)) : OptionalLong.empty();
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    /** {@code nbf}: always the same as {@code iat}. */
    public long notBeforeSeconds() {
        return issuedAtSeconds;
    }

    /** When the token was issued, to the millisecond, as its id says. */
    public long issuedAtMs() {
        return tokenIdEpochMs(tokenId).orElseThrow();
    }

    private static void requireText(String claim, String text) {
        require(
                !text.isBlank()
                        && text.length() <= MAX_TEXT_LENGTH
                        && text.chars().noneMatch(Character::isISOControl)
                        && JsonValues.isWellFormed(text),
                claim,
                "must have 1..1024 characters and no control characters");
    }

    private static void require(boolean holds, String claim, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("claim " + claim + " " + rule);
        }
    }
}
