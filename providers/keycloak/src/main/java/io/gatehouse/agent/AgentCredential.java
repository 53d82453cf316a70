package io.gatehouse.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an agent proves itself. Fixed when the agent is created. */
public enum AgentCredential {
    /** A secret that Gatehouse made; only its digest is kept. */
    SECRET,
    /** A key of its own, of which Gatehouse knows the public half; see {@link Jwks}. */
    PUBLIC_KEY,
    /** A token that an issuer which the realm trusts made out to it; see {@link FederatedIdentity}. */
    FEDERATED,
    /** A certificate in the TLS connection; see {@link CertificateName}. */
    CERTIFICATE,
    /** Not at all: others get tokens for it. */
    NONE;

    /** The name in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The credential with exactly this name, or empty. */
    public static Optional<AgentCredential> of(String text) {
        return Arrays.stream(values()).filter(v -> v.text().equals(text)).findFirst();
    }
}
