package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentStatus;
import io.gatehouse.agent.CertificateName;
import io.gatehouse.agent.FederatedIdentity;
import io.gatehouse.agent.Jwks;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;

/** What Keycloak is told of an agent: by what it proves itself, and how people may log in at it. */
final class AgentClientAttributes {
    /** Says that a client is an agent. */
    static final String MARK = "gatehouse.agent";

    /** The public keys of an agent, as a JWK Set. */
    static final String JWKS = "jwks.string";

    /** A JWK Set without keys. */
    static final String NO_KEYS = "{\"keys\":[]}";

    private AgentClientAttributes() {}

    /** All of them: how people may log in at the agent, too. */
    static Map<String, String> of(Agent agent) {
        Map<String, String> attributes = new HashMap<>(AgentLogins.attributes(agent));
        attributes.putAll(credential(agent));
        return attributes;
    }

    private static Map<String, String> credential(Agent agent) {
        FederatedIdentity federated = agent.details().federated();
        // A revoked agent lets go of its subject: Keycloak's cache of who has it believes these attributes.
        if (federated != null && agent.status() != AgentStatus.REVOKED) {
            return Map.of(
                    MARK,
                    "true",
                    FederatedJWTClientAuthenticator.JWT_CREDENTIAL_ISSUER_KEY,
                    federated.issuer(),
                    FederatedJWTClientAuthenticator.JWT_CREDENTIAL_SUBJECT_KEY,
                    federated.subject());
        }
        CertificateName certificate = agent.details().certificate();
        if (certificate != null) {
            // Without the third, Keycloak takes the subject for a regular expression; without the second, any authority
            // will do.
            return Map.of(
                    MARK,
                    "true",
                    X509ClientAuthenticator.ATTR_SUBJECT_DN,
                    certificate.subjectDn(),
                    X509ClientAuthenticator.ATTR_CA_SUBJECT_DN,
                    certificate.caSubjectDn(),
                    X509ClientAuthenticator.ATTR_ALLOW_REGEX_PATTERN_COMPARISON,
                    "false");
        }
        Jwks jwks = agent.details().jwks();
        if (jwks == null && agent.details().jwksUri() == null) {
            return Map.of(MARK, "true");
        }
        // Keys of a jwks_uri that are not fetched yet are no keys; Keycloak never gets the URI itself.
        return Map.of(MARK, "true", "use.jwks.string", "true", JWKS, jwks == null ? NO_KEYS : jwks.text());
    }
}
