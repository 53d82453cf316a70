package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=report-bot",
                "cn=report-bot, O=Example, C=DE",
                "SERIALNUMBER=1+CN=report-bot",
                "emailAddress=bot@example.org,CN=report-bot",
                "CN=Bücher\\, GmbH"
            })
    void distinguishedNameIsOne(String text) {
        assertThat(CertificateName.isDistinguishedName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "report-bot", "CN", "=x", "CN=a,", "CN=a,,O=b", ".*", "NOSUCHNAME=a"})
    void nothingElseIsOne(String text) {
        assertThat(CertificateName.isDistinguishedName(text)).isFalse();
    }
}
