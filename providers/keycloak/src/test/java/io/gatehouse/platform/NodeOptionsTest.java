package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.IpAddress;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeOptionsTest {
    private static final String PEPPER = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void withoutOptionsEachRealmKeepsItsOwnPepper() {
        assertThat(NodeOptions.read(source(Map.of()), false).peppers()).isEmpty();
    }

    @Test
    void firstPepperOfTheRingIsTheActiveOne() {
        NodeOptions options = NodeOptions.read(source(Map.of("peppers", "new:" + PEPPER + ", old:" + PEPPER)), false);

        assertThat(options.peppers()).isPresent();
        assertThat(options.peppers().orElseThrow().digest("x").pepperId()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "id:", "id:AAAA", ":" + "QUFB", "id:not base64!", "a b:AAAA"})
    void badPeppersStopTheServerByName(String text) {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("peppers", text)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--peppers");
    }

    @Test
    void messageNeverShowsThePepper() {
        String shortPepper = Base64.getEncoder().encodeToString(new byte[31]);

        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("peppers", "id:" + shortPepper)), false))
                .message()
                .doesNotContain(shortPepper);
    }

    @Test
    void unknownOptionStopsTheServer() {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("pepers", PEPPER)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pepers");
    }

    @Test
    void anonymousVerificationsAreAThousandASecondOrWhatTheOperatorSays() {
        assertThat(NodeOptions.read(source(Map.of()), false).anonymousVerificationsPerSecond())
                .isEqualTo(1_000);
        assertThat(NodeOptions.read(source(Map.of("anonymous-verifications-per-second", "1000000")), false)
                        .anonymousVerificationsPerSecond())
                .isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "9", "-1", "1000001", "9999999", "99999999999", "1e3", "ten", " 10"})
    void badNumberOfAnonymousVerificationsStopsTheServerByName(String text) {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("anonymous-verifications-per-second", text)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--anonymous-verifications-per-second");
    }

    @Test
    void loginRequestsAreThreeHundredAMinuteOrWhatTheOperatorSays() {
        assertThat(NodeOptions.read(source(Map.of()), false).loginRequestsPerMinute())
                .isEqualTo(300);
        assertThat(NodeOptions.read(source(Map.of("login-requests-per-minute", "10")), false)
                        .loginRequestsPerMinute())
                .isEqualTo(10);
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("login-requests-per-minute", "9")), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--login-requests-per-minute");
    }

    @Test
    void resolversAreTheSystemsOrWhatTheOperatorSays() {
        assertThat(NodeOptions.read(source(Map.of()), false).dnsResolvers()).isEmpty();
        assertThat(NodeOptions.read(
                                source(Map.of("dns-resolvers", "192.0.2.1, 192.0.2.1:5353,[2001:db8::1],[::1]:65535")),
                                false)
                        .dnsResolvers())
                .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
                .containsExactly("192.0.2.1 53", "192.0.2.1 5353", "2001:db8:0:0:0:0:0:1 53", "0:0:0:0:0:0:0:1 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "dns.example",
                "192.0.2",
                "192.0.2.1:0",
                "192.0.2.1:65536",
                "192.0.2.1:",
                "2001:db8::1",
                "[192.0.2.1]:53:53",
                "1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9"
            })
    void badResolversStopTheServerByName(String text) {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("dns-resolvers", text)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--dns-resolvers");
    }

    @Test
    void onlyPublicAddressesAreAllowedByDefault() {
        AddressGuard guard = NodeOptions.read(source(Map.of()), true).addressGuard();

        assertThat(guard.allows(address("8.8.8.8"))).isTrue();
        assertThat(guard.allows(address("127.0.0.1"))).isFalse();
        assertThat(guard.allows(address("10.0.0.1"))).isFalse();
    }

    @Test
    void listedAddressesAreAllowed() {
        AddressGuard guard = guard("10.1.0.0/16, 192.168.7.7/32,fd12::/64", false);

        assertThat(guard.allows(address("10.1.255.255"))).isTrue();
        assertThat(guard.allows(address("10.2.0.0"))).isFalse();
        assertThat(guard.isListed(address("192.168.7.7"))).isTrue();
        assertThat(guard.allows(address("192.168.7.8"))).isFalse();
        assertThat(guard.allows(address("fd12::1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1/32", "127.0.0.0/8", "::1/128", "10.0.0.0/8,127.0.0.1/32", "126.0.0.0/7", "::/64"})
    void loopbackIsForStartDevOnly(String text) {
        assertThat(guard(text, true).allows(address(text.contains(":") ? "::1" : "127.0.0.1")))
                .isTrue();
        assertThatThrownBy(() -> guard(text, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--webhook-allowed-addresses")
                .hasMessageContaining("start-dev");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.0/8,",
                "10.0.0.0",
                "10.0.0.1/8",
                "localhost",
                "http://127.0.0.1",
                "*",
                "0.0.0.0/0",
                "::/0",
                "169.254.169.254/32",
                "10.0.0.0/8 192.168.0.0/16",
                "10.0.0.0/8;192.168.0.0/16",
                "010.0.0.0/8"
            })
    void badAddressesStopTheServerByName(String text) {
        assertThatThrownBy(() -> guard(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--webhook-allowed-addresses");
    }

    private static AddressGuard guard(String ranges, boolean isDevMode) {
        return NodeOptions.read(source(Map.of("webhook-allowed-addresses", ranges)), isDevMode)
                .addressGuard();
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static NodeOptions.Source source(Map<String, String> options) {
        return new NodeOptions.Source() {
            @Override
            public @Nullable String get(String name) {
                return options.get(name);
            }

            @Override
            public Set<String> names() {
                return options.keySet();
            }
        };
    }
}
