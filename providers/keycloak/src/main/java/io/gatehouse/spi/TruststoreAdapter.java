package io.gatehouse.spi;

import io.gatehouse.platform.TrustedCertificates;
import java.security.KeyStore;
import java.util.Optional;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.truststore.TruststoreProvider;

/** The certificates that Keycloak's options {@code truststore-*} name. */
record TruststoreAdapter(KeycloakSessionFactory factory) implements TrustedCertificates {
    @Override
    public Optional<KeyStore> load() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> Optional.ofNullable(session.getProvider(TruststoreProvider.class))
                        .map(TruststoreProvider::getTruststore));
    }
}
