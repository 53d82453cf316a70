package io.gatehouse.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentLoginsTest {
    @ParameterizedTest
    @CsvSource({
        "Calendar bot,Calendar bot",
        "R&D's bot \u00e4\u4e2d,R\uff06D's bot \u00e4\u4e2d",
        "<a href=x>click</a>,\u2039a href=x\u203aclick\u2039/a\u203a",
        "&lt;b&gt;,\uff06lt;b\uff06gt;",
        "Bot\u202e(dne),Bot (dne)",
        "Bot\u200b\u2066\u0007x,Bot   x"
    })
    void nameOnTheConsentPageIsText(String name, String shown) {
        assertThat(AgentLogins.plain(name)).isEqualTo(shown);
    }
}
