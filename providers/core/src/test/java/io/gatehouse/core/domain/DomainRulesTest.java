package io.gatehouse.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRulesTest {
    private static final DomainRules RULES = new DomainRules(
            SuffixList.parse(Stream.of(
                    "// a comment",
                    "",
                    "com",
                    "co.uk",
                    "*.ck",
                    "!www.ck",
                    "github.io   and a remark",
                    "公司.cn",
                    "CoM.AU")),
            SharedMailDomains.parse(Stream.of("# a comment", "", "mail.example # a remark", "GMX.de")));

    @ParameterizedTest
    @ValueSource(strings = {"co.uk", "foo.ck", "github.io", "公司.cn", "xn--55qx5d.cn", "com.au"})
    void publicSuffixIsRefused(String entered) {
        assertThatThrownBy(() -> RULES.admit(entered))
                .isInstanceOfSatisfying(RefusedDomainException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("public_suffix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example", "MAIL.example", "a.mail.example", "gmx.de", "x.y.gmx.de"})
    void domainAtWhichAnybodyCanHaveAnAddressIsRefusedWithAllBelowIt(String entered) {
        assertThatThrownBy(() -> RULES.admit(entered))
                .isInstanceOfSatisfying(RefusedDomainException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("shared_mail_domain"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.co.uk",
                "www.ck",
                "a.www.ck",
                "acme.foo.ck",
                "acme.github.io",
                "hotmail.example",
                "acme.com"
            })
    void whatSomebodyCanHoldIsAdmitted(String entered) {
        assertThat(RULES.admit(entered).text()).isEqualTo(entered);
    }

    @Test
    void listThatSaysNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SuffixList.parse(Stream.of("// nothing")));
    }

    @Test
    void lineThatIsNoDomainIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMailDomains.parse(Stream.of("not a domain")));
    }
}
