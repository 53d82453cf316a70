package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FederatedIdentityTest {
    private static final String DOMAIN = "spiffe://example.org";

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/agents/reporter", "/ns/agents/sa/Reporter_1.2-3", "/...", "/.a/..b/c.."})
    void workloadOfTheTrustDomainIsASubject(String path) {
        assertThat(isIn(DOMAIN + path)).isTrue();
    }

    /** SPIFFE ID 2.1 and 2.2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org",
                "spiffe://example.org/",
                "spiffe://example.org/a/",
                "spiffe://example.org//a",
                "spiffe://example.org/a/../b",
                "spiffe://example.org/./a",
                "spiffe://example.org/a/..",
                "spiffe://example.org/a%2fb",
                "spiffe://example.org/a?b",
                "spiffe://example.org/a#b",
                "spiffe://example.org:8443/a",
                "spiffe://example.org.evil.example/a",
                "spiffe://user@example.org/a",
                "spiffe://EXAMPLE.ORG/a",
                "https://example.org/a",
                "system:serviceaccount:agents:reporter"
            })
    void nothingElseIsOne(String subject) {
        assertThat(isIn(subject)).isFalse();
    }

    private static boolean isIn(String subject) {
        return new FederatedIdentity("spire", subject).isSpiffeIdIn(DOMAIN);
    }
}
