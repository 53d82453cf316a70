package io.gatehouse.approval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeferralCodeTest {
    @Test
    void codeIsNewEachTimeAndKnownByItsHash() {
        String code = DeferralCode.make();

        assertThat(code).matches("ghd_[A-Za-z0-9_-]{43}").isNotEqualTo(DeferralCode.make());
        assertThat(DeferralCode.isWellFormed(code)).isTrue();
        assertThat(DeferralCode.hash(code)).matches("[0-9a-f]{64}").isEqualTo(DeferralCode.hash(code));
        assertThat(DeferralCode.hash(code)).isNotEqualTo(DeferralCode.hash(DeferralCode.make()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ghd_",
                "ghd_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "ghx_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "ghd_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa+"
            })
    void otherTextsAreNone(String text) {
        assertThat(DeferralCode.isWellFormed(text)).isFalse();
    }
}
