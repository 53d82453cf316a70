package io.gatehouse.agent;

import java.util.regex.Pattern;

/**
 * By whose word an agent is who it is: Keycloak's client authenticator {@code federated-jwt} takes an assertion of that issuer
 * for that subject (RFC 7523, RFC 7521 4.2), such as the token of a Kubernetes service account or a JWT-SVID of SPIFFE.
 *
 * @param issuer alias of an identity provider of the realm
 * @param subject what the issuer calls the agent, such as {@code system:serviceaccount:agents:reporter} or
 *     {@code spiffe://example.org/agents/reporter}
 */
public record FederatedIdentity(String issuer, String subject) {
    /** Longest alias, in characters. */
    public static final int MAX_ISSUER_LENGTH = 255;

    /** Longest subject, in characters; as long as a SPIFFE ID may be. */
    public static final int MAX_SUBJECT_LENGTH = 2_048;

    /** SPIFFE ID 2.2: no segment is empty, {@code .} or {@code ..}, and none follows the last. */
    private static final Pattern SPIFFE_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

    /** Whether a text may be an issuer or a subject: visible ASCII characters only. */
    static boolean isWellFormed(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Whether the subject is a SPIFFE ID of one workload of a trust domain, thus with a path (SPIFFE ID 2).
     *
     * @param trustDomain as Keycloak's identity provider has it, such as {@code spiffe://example.org}
     */
    boolean isSpiffeIdIn(String trustDomain) {
        return subject.startsWith(trustDomain)
                && SPIFFE_PATH.matcher(subject.substring(trustDomain.length())).matches();
    }
}
