package io.gatehouse.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.EndpointAnswer.Meaning;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAnswerTest {
    private static final long NOW = Instant.parse("2026-07-01T14:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED", "201,DELIVERED", "204,DELIVERED", "299,DELIVERED", "199,FAILED", "300,FAILED", "301,FAILED",
        "302,FAILED", "304,FAILED", "307,FAILED", "308,FAILED", "400,FAILED", "404,FAILED", "409,FAILED",
        "410,DISABLED", "429,FAILED", "500,FAILED", "503,FAILED", "100,FAILED", "0,FAILED", "999,FAILED"
    })
    void statusDecides(int status, Meaning expected) {
        assertThat(EndpointAnswer.of(status, null, null, NOW).meaning()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "500,abort-message,ABORTED", "404,' Abort-Message ',ABORTED", "302,disable,DISABLED", "500,DISABLE,DISABLED",
        "200,disable,DELIVERED", "204,abort-message,DELIVERED", "500,please,FAILED", "410,abort-message,DISABLED",
        "500,'',FAILED"
    })
    void headerSaysWhatTheEndpointWants(int status, String header, Meaning expected) {
        assertThat(EndpointAnswer.of(status, header, null, NOW).meaning()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "120,120000",
        "' 7 ',7000",
        "0,0",
        "-5,0",
        "1.5,0",
        "soon,0",
        "'',0",
        "999999999,604800000",
        "99999999999999999999,604800000",
        "'Wed, 01 Jul 2026 14:02:00 GMT',120000",
        "'Wed, 01 Jul 2026 13:00:00 GMT',0",
        "'Thu, 01 Jul 9999 14:02:00 GMT',604800000",
        "'Mon, 01 Jul 2026 14:02:00 GMT',0",
        "١٢,0"
    })
    void retryAfterIsSecondsOrADate(String header, long expectedMs) {
        assertThat(EndpointAnswer.of(503, null, header, NOW))
                .isEqualTo(new EndpointAnswer(Meaning.FAILED, expectedMs, expectedMs > 0));
    }

    @Test
    void retryAfterCountsWithEveryFailureButThrottlesOnlyWith429And503() {
        assertThat(EndpointAnswer.of(500, null, "9", NOW)).isEqualTo(new EndpointAnswer(Meaning.FAILED, 9_000, false));
        assertThat(EndpointAnswer.of(301, null, "9", NOW)).isEqualTo(new EndpointAnswer(Meaning.FAILED, 9_000, false));
        assertThat(EndpointAnswer.of(429, null, "9", NOW)).isEqualTo(new EndpointAnswer(Meaning.FAILED, 9_000, true));
        assertThat(EndpointAnswer.of(429, null, null, NOW)).isEqualTo(new EndpointAnswer(Meaning.FAILED, 0, false));
        assertThat(EndpointAnswer.nothing()).isEqualTo(new EndpointAnswer(Meaning.FAILED, 0, false));
    }

    @Test
    void readsDatesWhateverTheServersLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EndpointAnswer.of(503, "DISABLE", null, NOW).meaning()).isEqualTo(Meaning.DISABLED);
            assertThat(EndpointAnswer.of(503, null, "Wed, 01 Jul 2026 14:02:00 GMT", NOW)
                            .retryAfterMs())
                    .isEqualTo(120_000);
        } finally {
            Locale.setDefault(before);
        }
    }
}
