package io.gatehouse.core.token;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the claims of one token by name; {@link AgentTokenClaims} checks them.
 *
 * <p>For one thread. Its methods only keep their argument; what is missing is named by {@link #build}.
 */
public final class AgentTokenClaimsBuilder {

    private @Nullable String issuer;
    private @Nullable String subject;
    private @Nullable String clientId;
    private List<String> audience = List.of();
    private List<String> scope = List.of();
    private long issuedAtSeconds;
    private long expiresAtSeconds;
    private @Nullable String tokenId;
    private @Nullable String transactionId;
    private @Nullable String subjectProfile;
    private @Nullable Map<String, Object> act;
    private @Nullable Map<String, Object> confirmation;
    private @Nullable List<Map<String, Object>> authorizationDetails;
    private String targetService = Targets.ANY;
    private @Nullable String keyId;
    private @Nullable StatusReference status;
    private List<String> parents = List.of();
    private @Nullable String login;

    AgentTokenClaimsBuilder() {}

    public AgentTokenClaimsBuilder issuer(String value) {
        issuer = value;
        return this;
    }

    public AgentTokenClaimsBuilder subject(String value) {
        subject = value;
        return this;
    }

    public AgentTokenClaimsBuilder clientId(String value) {
        clientId = value;
        return this;
    }

    public AgentTokenClaimsBuilder audience(List<String> value) {
        audience = value;
        return this;
    }

    public AgentTokenClaimsBuilder scope(List<String> value) {
        scope = value;
        return this;
    }

    public AgentTokenClaimsBuilder issuedAtSeconds(long value) {
        issuedAtSeconds = value;
        return this;
    }

    public AgentTokenClaimsBuilder expiresAtSeconds(long value) {
        expiresAtSeconds = value;
        return this;
    }

    public AgentTokenClaimsBuilder tokenId(String value) {
        tokenId = value;
        return this;
    }

    /** The same as {@link #tokenId(String)} with {@link AgentTokenClaims#tokenId(UUID)}. */
    public AgentTokenClaimsBuilder tokenId(UUID v7) {
        return tokenId(AgentTokenClaims.tokenId(v7));
    }

    public AgentTokenClaimsBuilder transactionId(String value) {
        transactionId = value;
        return this;
    }

    public AgentTokenClaimsBuilder subjectProfile(@Nullable String value) {
        subjectProfile = value;
        return this;
    }

    public AgentTokenClaimsBuilder act(@Nullable Map<String, Object> value) {
        act = value;
        return this;
    }

    public AgentTokenClaimsBuilder confirmation(@Nullable Map<String, Object> value) {
        confirmation = value;
        return this;
    }

    public AgentTokenClaimsBuilder authorizationDetails(@Nullable List<Map<String, Object>> value) {
        authorizationDetails = value;
        return this;
    }

    /** Default {@link Targets#ANY}. */
    public AgentTokenClaimsBuilder targetService(String value) {
        targetService = value;
        return this;
    }

    public AgentTokenClaimsBuilder keyId(@Nullable String value) {
        keyId = value;
        return this;
    }

    public AgentTokenClaimsBuilder status(@Nullable StatusReference value) {
        status = value;
        return this;
    }

    /** What was given for {@code exp}, 0 when nothing was. */
    public long expiresAtSeconds() {
        return expiresAtSeconds;
    }

    public AgentTokenClaimsBuilder parents(List<String> value) {
        parents = value;
        return this;
    }

    public AgentTokenClaimsBuilder login(@Nullable String value) {
        login = value;
        return this;
    }

    /**
     * The claims.
     *
     * @throws IllegalArgumentException naming the claim that is missing or wrong, and the rule
     */
    public AgentTokenClaims build() {
        return new AgentTokenClaims(
                present("iss", issuer),
                present("sub", subject),
                present("client_id", clientId),
                audience,
                scope,
                issuedAtSeconds,
                expiresAtSeconds,
                present("jti", tokenId),
                present("txn", transactionId),
                subjectProfile,
                act,
                confirmation,
                authorizationDetails,
                targetService,
                keyId,
                status,
                parents,
                login);
    }

    private static String present(String claim, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("claim " + claim + " is missing");
        }
        return value;
    }
}
