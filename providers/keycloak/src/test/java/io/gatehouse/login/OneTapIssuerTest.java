package io.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneTapIssuerTest {
    private static final Map<String, String> OIDC = Map.of(
            "clientId", "c",
            "issuer", "https://issuer.example",
            "jwksUrl", "https://issuer.example/jwks",
            "useJwksUrl", "true",
            "validateSignature", "true");

    @Test
    void googleIsKnownByEitherName() {
        OneTapIssuer google = OneTapIssuer.of(
                        "google", Map.of("clientId", "c", "issuer", "https://evil.example"), false)
                .orElseThrow();

        assertThat(google.names()).containsExactlyInAnyOrder("https://accounts.google.com", "accounts.google.com");
        assertThat(google.jwksUri()).isEqualTo("https://www.googleapis.com/oauth2/v3/certs");
        assertThat(google.takesDomain(null)).isTrue();
    }

    @Test
    void hostedDomainIsAskedForAsKeycloakDoes() {
        OneTapIssuer two = OneTapIssuer.of(
                        "google", Map.of("clientId", "c", "hostedDomain", "a.example,b.example"), false)
                .orElseThrow();
        OneTapIssuer any = OneTapIssuer.of("google", Map.of("clientId", "c", "hostedDomain", "*"), false)
                .orElseThrow();

        assertThat(two.takesDomain("b.example")).isTrue();
        assertThat(two.takesDomain("c.example")).isFalse();
        assertThat(two.takesDomain(null)).isFalse();
        assertThat(any.takesDomain(null)).isTrue();
    }

    @Test
    void otherProviderMustSayWhoItIsAndHaveItsSignaturesChecked() {
        assertThat(OneTapIssuer.of("oidc", OIDC, false)).isPresent();
        for (String name : OIDC.keySet()) {
            Map<String, String> lacking = new HashMap<>(OIDC);
            String ignored = lacking.remove(name);
            assertThat(OneTapIssuer.of("oidc", lacking, false)).as(name).isEmpty();
        }
        assertThat(OneTapIssuer.of("saml", OIDC, false)).isEmpty();
        assertThat(OneTapIssuer.of("google", Map.of(), false)).isEmpty();
    }
}
