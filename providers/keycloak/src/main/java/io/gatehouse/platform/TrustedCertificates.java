package io.gatehouse.platform;

import java.security.KeyStore;
import java.util.Optional;

/** Port to the certificates that the server trusts when it calls others. */
@FunctionalInterface
public interface TrustedCertificates {
    /** Keycloak's truststore; empty when Java's own certificates are used. */
    Optional<KeyStore> load();
}
