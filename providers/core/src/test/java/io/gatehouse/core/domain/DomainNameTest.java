package io.gatehouse.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    private static final String LABEL_63 = "a".repeat(DomainName.MAX_LABEL_LENGTH);

    @ParameterizedTest
    @CsvSource({
        "acme.example,acme.example",
        "ACME.Example,acme.example",
        "bücher.example,xn--bcher-kva.example",
        "BÜCHER.example,xn--bcher-kva.example",
        "xn--bcher-kva.example,xn--bcher-kva.example",
        "例え。テスト,xn--r8jz45g.xn--zckzah",
        "a.b-c.d1.example,a.b-c.d1.example",
        "ａcme.example,acme.example"
    })
    void nameHasOneForm(String entered, String ascii) {
        assertThat(DomainName.parse(entered).text()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example",
                ".example",
                "acme..example",
                "acme.example.",
                "acme.example。",
                "-acme.example",
                "acme-.example",
                "ac me.example",
                "_acme.example",
                "*.acme.example",
                "acme.example:443",
                "https://acme.example",
                "acme.example/path",
                "user@acme.example",
                "192.0.2.1",
                "192.0.2",
                "0x7f.1",
                "1.2.3.4.5",
                "[2001:db8::1]",
                "2001:db8::1",
                "straße.example",
                "STRAẞE.example",
                "a\u200db.example",
                "acme\u0000.example",
                "acme.\ud800.example"
            })
    void textThatIsNoDomainIsRefused(String entered) {
        assertThat(refusal(entered).code()).isEqualTo("invalid_domain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.local", "acme.LOCALHOST", "a.b.internal", "1.0.10.in-addr.arpa", "x.onion"})
    void namesThatAreNobodysInThePublicDnsAreRefused(String entered) {
        assertThat(refusal(entered).code()).isEqualTo("reserved_domain");
    }

    @Test
    void longestLabelIsAcceptedAndOneMoreIsNot() {
        assertThat(DomainName.parse(LABEL_63 + ".example").labels()).hasSize(2);
        assertThat(refusal("a" + LABEL_63 + ".example").code()).isEqualTo("invalid_domain");
    }

    @Test
    void longestNameIsAcceptedAndOneMoreIsNot() {
        String longest = (LABEL_63 + ".").repeat(3) + "a".repeat(DomainName.MAX_LENGTH - 3 * 64 - 8) + ".example";

        assertThat(longest).hasSize(DomainName.MAX_LENGTH);
        assertThat(DomainName.parse(longest).text()).isEqualTo(longest);
        assertThat(DomainChallenge.recordName(DomainName.parse(longest))).hasSize(253);
        assertThat(refusal("a" + longest).detail()).contains("232");
    }

    /** Whatever is entered: a name in its one form comes of it, or a refusal, and nothing else. */
    @Property
    void everyTextIsANameOrRefused(@ForAll @StringLength(max = 300) String entered) {
        try {
            DomainName name = DomainName.parse(entered);
            assertThat(name.text()).matches("[a-z0-9.-]+");
            assertThat(DomainName.parse(name.text())).isEqualTo(name);
        } catch (RefusedDomainException e) {
            assertThat(e.code()).isIn("invalid_domain", "reserved_domain");
        }
    }

    private static RefusedDomainException refusal(String entered) {
        return catchThrowableOfType(RefusedDomainException.class, () -> DomainName.parse(entered));
    }
}
