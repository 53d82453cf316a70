package io.gatehouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {

    private static final AddressGuard LOOPBACK =
            new AddressGuard(List.of(Cidr.parse("127.0.0.1/32"), Cidr.parse("::1/128")));

    private static Stream<Cases> urls() {
        return Cases.of("urls.txt");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void eachUrlIsJudgedByTheRuleThatItBreaks(Cases row) {
        assertThat(verdict(row.input(), AddressGuard.PUBLIC_ONLY)).isEqualTo(row.verdict());
    }

    /** Another parser than ours must find the same host and port in what we accept. */
    @ParameterizedTest
    @MethodSource("urls")
    void acceptedUrlMeansTheSameToAnotherParser(Cases row) throws Exception {
        if (!row.verdict().equals("ok")) {
            return;
        }
        OutboundUrl url = OutboundUrl.parse(row.input(), AddressGuard.PUBLIC_ONLY);
        URI other = new URI(row.input());

        assertThat(url.scheme()).isEqualToIgnoringCase(other.getScheme());
        assertThat(other.getHost().toLowerCase(Locale.ROOT)).isIn(url.host(), "[" + url.host() + "]");
        assertThat(url.port()).isEqualTo(other.getPort() < 0 ? 443 : other.getPort());
        assertThat(new URI(url.toString())).hasHost(other.getHost().toLowerCase(Locale.ROOT));
        assertThat(OutboundUrl.parse(url.toString(), AddressGuard.PUBLIC_ONLY)).isEqualTo(url);
    }

    @Provide
    Arbitrary<String> nearlyUrls() {
        Arbitrary<String> pieces = Arbitraries.of(
                "https",
                "http",
                "://",
                ":",
                "/",
                "//",
                "@",
                "#",
                "?",
                "[",
                "]",
                "::1",
                "::",
                ".",
                "127.0.0.1",
                "8.8.8.8",
                "example",
                ".com",
                "localhost",
                "0x7f",
                "%2e",
                "%",
                "\\",
                " ",
                "\u0000",
                "443",
                ":443",
                "-",
                "xn--",
                "\u3002",
                "10",
                "internal");
        return pieces.list().ofMaxSize(8).map(list -> String.join("", list)).map(text -> "https://" + text);
    }

    @Property(tries = 20_000)
    void whateverIsAcceptedHasAPublicAddressOrAFullName(@ForAll("nearlyUrls") String text) throws Exception {
        if (!verdict(text, AddressGuard.PUBLIC_ONLY).equals("ok")) {
            return;
        }
        OutboundUrl url = OutboundUrl.parse(text, AddressGuard.PUBLIC_ONLY);
        URI other = new URI(text);

        assertThat(other.getHost()).isNotNull();
        assertThat(other.getUserInfo()).isNull();
        assertThat(other.getHost().toLowerCase(Locale.ROOT)).isIn(url.host(), "[" + url.host() + "]");
        boolean isName = url.host().matches("([a-z0-9-]+\\.)+[a-z][a-z0-9-]*");
        boolean isPublic = url.literal().map(AddressGuard::isPublic).orElse(false);
        assertThat(isName || isPublic).as(text).isTrue();
    }

    @Property
    void noTextMakesTheParserFailOtherwise(@ForAll String text) {
        assertThat(verdict(text, LOOPBACK)).isNotEmpty();
        assertThat(verdict("https://" + text, LOOPBACK)).isNotEmpty();
        assertThat(verdict("http://127.0.0.1:" + text, LOOPBACK)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/hook, ok",
        "http://127.0.0.1, ok",
        "https://127.0.0.1:8443/, ok",
        "http://[::1]:8080/, ok",
        "http://127.0.0.2/, url_address",
        "http://10.0.0.1/, url_address",
        "http://8.8.8.8/, url_scheme",
        "http://example.com/, url_scheme",
        "http://localhost:8080/, url_local_name",
        "http://user@127.0.0.1/, url_userinfo",
        "http://127.0.0.1:0/, url_port",
        "http://127.1/, url_host",
        "http://2130706433/, url_host",
        "ftp://127.0.0.1/, url_scheme"
    })
    void plainHttpIsForListedAddressesOnly(String text, String verdict) {
        assertThat(verdict(text, LOOPBACK)).isEqualTo(verdict);
    }

    @Test
    void partsAreThoseThatAreSent() throws Exception {
        OutboundUrl url = OutboundUrl.parse("HTTPS://Hooks.Example.com:8443?a=b", AddressGuard.PUBLIC_ONLY);

        assertThat(url).isEqualTo(new OutboundUrl("https", "hooks.example.com", 8443, "/?a=b"));
        assertThat(url.authority()).isEqualTo("hooks.example.com:8443");
        assertThat(url).hasToString("https://hooks.example.com:8443/?a=b");
        assertThat(url.literal()).isEmpty();
        assertThat(url.isTls()).isTrue();
    }

    @Test
    void addressesAreKnownWithoutDns() throws Exception {
        OutboundUrl url = OutboundUrl.parse("http://[::1]/x", LOOPBACK);

        assertThat(url.literal()).isEqualTo(IpAddress.parse("::1"));
        assertThat(url.authority()).isEqualTo("[::1]");
        assertThat(url.port()).isEqualTo(80);
        assertThat(url.isTls()).isFalse();
    }

    @Test
    void longestUrlAndNameFitAndNothingBeyond() {
        String url = "https://example.com/";
        String longest = url + "x".repeat(OutboundUrl.MAX_LENGTH - url.length());
        String name = ("a".repeat(49) + ".").repeat(5) + "exa";

        assertThat(verdict(longest, AddressGuard.PUBLIC_ONLY)).isEqualTo("ok");
        assertThat(verdict(longest + "x", AddressGuard.PUBLIC_ONLY)).isEqualTo("url_length");
        assertThat(verdict("", AddressGuard.PUBLIC_ONLY)).isEqualTo("url_length");
        String slashless = "https://example.com?";
        String longestWithSlash = slashless + "x".repeat(OutboundUrl.MAX_LENGTH - 1 - slashless.length());
        assertThat(verdict(longestWithSlash, AddressGuard.PUBLIC_ONLY)).isEqualTo("ok");
        assertThat(verdict(longestWithSlash + "x", AddressGuard.PUBLIC_ONLY))
                .as("with the slash of the empty path it would be too long")
                .isEqualTo("url_length");
        assertThat(name).hasSize(OutboundUrl.MAX_NAME_LENGTH);
        assertThat(verdict("https://" + name + "/", AddressGuard.PUBLIC_ONLY)).isEqualTo("ok");
        assertThat(verdict("https://" + name + "m/", AddressGuard.PUBLIC_ONLY)).isEqualTo("url_host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://s3cret@example.com/", "https://s3cret/", "https://example.com/ s3cret"})
    void messageShowsNoPartOfTheUrl(String text) {
        assertThatThrownBy(() -> OutboundUrl.parse(text, AddressGuard.PUBLIC_ONLY))
                .isInstanceOf(OutboundUrlException.class)
                .message()
                .doesNotContain("s3cret");
    }

    private static String verdict(String text, AddressGuard guard) {
        try {
            OutboundUrl url = OutboundUrl.parse(text, guard);
            return Optional.of(url).map(any -> "ok").orElseThrow();
        } catch (OutboundUrlException e) {
            return e.fault().code();
        }
    }
}
