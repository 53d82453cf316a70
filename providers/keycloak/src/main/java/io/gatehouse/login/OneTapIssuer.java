package io.gatehouse.login;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/**
 * Whose credentials a realm takes: its identity provider {@code google}, which is Google's, or one for OpenID Connect whose issuer
 * and keys it names.
 *
 * @param names the {@code iss} of its tokens, any of them
 * @param jwksUri where its keys are
 * @param clientId the realm's client there, for which tokens must be
 * @param domains the only {@code hd} that people may have; empty for any or none
 * @param isFollowedByFlow whether the realm wants a flow of its own after a login there, which only its login page runs
 */
record OneTapIssuer(Set<String> names, String jwksUri, String clientId, Set<String> domains, boolean isFollowedByFlow) {
    /** Alias of the identity provider. */
    static final String ALIAS = "google";

    private static final Set<String> GOOGLE = Set.of("https://accounts.google.com", "accounts.google.com");
    private static final String GOOGLE_JWKS = "https://www.googleapis.com/oauth2/v3/certs";

    /** Copies the sets. */
    OneTapIssuer {
        names = Set.copyOf(names);
        domains = Set.copyOf(domains);
    }

    /** The realm's, if it has one that people may log in through now. */
    static Optional<OneTapIssuer> of(KeycloakSession session) {
        return Optional.ofNullable(session.identityProviders().getByAlias(ALIAS))
                .filter(IdentityProviderModel::isEnabled)
                .filter(provider -> !Boolean.TRUE.equals(provider.isLinkOnly()))
                .flatMap(provider -> of(
                        provider.getProviderId(), provider.getConfig(), provider.getPostBrokerLoginFlowId() != null));
    }

    /** From the settings of an identity provider that is on. */
    static Optional<OneTapIssuer> of(String kind, Map<String, String> config, boolean isFollowedByFlow) {
        String clientId = text(config, "clientId");
        if (clientId.isEmpty()) {
            return Optional.empty();
        }
        if (kind.equals("google")) {
            String domain = text(config, "hostedDomain");
            // As Keycloak reads it: a star is for any.
            Set<String> domains =
                    domain.isEmpty() || domain.equals("*") ? Set.of() : Set.copyOf(List.of(domain.split(",", -1)));
            return Optional.of(new OneTapIssuer(GOOGLE, GOOGLE_JWKS, clientId, domains, isFollowedByFlow));
        }
        String name = text(config, "issuer");
        String jwksUri = text(config, "jwksUrl");
        boolean isKnown = kind.equals("oidc")
                && !name.isEmpty()
                && !jwksUri.isEmpty()
                && Boolean.parseBoolean(config.get("useJwksUrl"))
                && Boolean.parseBoolean(config.get("validateSignature"));
        return isKnown
                ? Optional.of(new OneTapIssuer(Set.of(name), jwksUri, clientId, Set.of(), isFollowedByFlow))
                : Optional.empty();
    }

    /** Whether somebody of this hosted domain may come in. */
    boolean takesDomain(@Nullable String domain) {
        return domains.isEmpty() || (domain != null && domains.contains(domain));
    }

    private static String text(Map<String, String> config, String name) {
        return Optional.ofNullable(config.get(name)).orElse("").trim();
    }
}
