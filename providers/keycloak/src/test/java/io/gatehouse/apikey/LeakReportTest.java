package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakReportTest {
    private static final String KEY = Keys.text(1).text().reveal();

    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/r/blob/main/.env, https://github.com/o/r/blob/main/.env",
        "https://github.com/o/r/blob/main/.env#L1, https://github.com/o/r/blob/main/.env",
        "https://user:pass@example.org:8443/a?token=b, https://example.org:8443/a",
        "HTTP://example.org/ü, http://example.org/%C3%BC",
    })
    void addressIsKeptWithoutWhatMayHoldSecrets(String url, String kept) {
        assertThat(report(url).address()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b/", "//a/b"})
    void whatIsNoAddressIsNotKept(String url) {
        assertThat(report(url).address()).isNull();
    }

    @Test
    void addressThatHoldsTheKeyIsNotKept() {
        String encoded = KEY.replace("_", "%5F");

        assertThat(report("https://example.org/" + KEY).address()).isNull();
        assertThat(report("https://example.org/" + encoded).address()).isNull();
        assertThat(report("https://example.org/" + Keys.text(1).secret().reveal())
                        .address())
                .isNull();
        assertThat(report("https://example.org/?q=" + KEY).address()).isEqualTo("https://example.org/");
    }

    @Test
    void factsAreShort() {
        String url = "https://example.org/" + "a".repeat(LeakReport.MAX_FACT_LENGTH - 20);

        assertThat(report(url).address()).isEqualTo(url);
        assertThat(report(url + "a").address()).isNull();
        assertThat(report(null).address()).isNull();
        assertThat(new LeakReport(KEY, "wiki_content", null).word()).isEqualTo("wiki_content");
        assertThat(new LeakReport(KEY, "a".repeat(65), null).word()).isNull();
        assertThat(new LeakReport(KEY, "<b>", null).word()).isNull();
        assertThat(new LeakReport(KEY, null, null).word()).isNull();
    }

    private static LeakReport report(@Nullable String url) {
        return new LeakReport(KEY, "content", url);
    }
}
