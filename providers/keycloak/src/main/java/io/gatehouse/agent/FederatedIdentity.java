package io.gatehouse.agent;

/**
 * By whose word an agent is who it is: Keycloak's client authenticator {@code federated-jwt} takes an assertion of that issuer
 * for that subject (RFC 7523, RFC 7521 4.2), such as the token of a Kubernetes service account.
 *
 * @param issuer alias of an identity provider of the realm
 * @param subject what the issuer calls the agent, such as {@code system:serviceaccount:agents:reporter}
 */
public record FederatedIdentity(String issuer, String subject) {
    /** Longest alias, in characters. */
    public static final int MAX_ISSUER_LENGTH = 255;

    /** Longest subject, in characters; as long as a SPIFFE ID may be. */
    public static final int MAX_SUBJECT_LENGTH = 2_048;

    /** Whether a text may be an issuer or a subject: visible ASCII characters only. */
    static boolean isWellFormed(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
