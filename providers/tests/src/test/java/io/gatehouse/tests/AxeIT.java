package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The look for barriers finds those that it is trusted to find: a page is not in order because nobody looked. */
@Tag("browser")
@Tag("h2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AxeIT {
    private static final String FINE = "<p>Words that everybody can read</p>";
    private static final String FAINT = "<p style='color:#ccc;background:#fff'>Words that few can read</p>";
    private static final String NAMELESS = "<button></button>";

    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        chromium.close();
    }

    @Test
    void pageWithoutBarriersHasNone() {
        assertThat(Axe.barriers(page(FINE))).isEmpty();
        assertThat(Axe.barriersOfColours(page(FINE))).isEmpty();
    }

    @Test
    void everyBarrierIsNamedWithItsPlace() {
        assertThat(Axe.barriers(page(FAINT + NAMELESS)))
                .anyMatch(
                        barrier -> barrier.startsWith("color-contrast") && barrier.contains("Words that few can read"))
                .anyMatch(barrier -> barrier.startsWith("button-name"));
    }

    @Test
    void ofColoursThoseOfColoursAreNamedAlone() {
        assertThat(Axe.barriersOfColours(page(FAINT + NAMELESS)))
                .hasSize(1)
                .allMatch(barrier -> barrier.startsWith("color-contrast"));
    }

    private Page page(String part) {
        Page page = chromium.page();
        page.setContent("<!doctype html><html lang='en'><head><title>A page</title></head><body><main><h1>A page</h1>"
                + part + "</main></body></html>");
        return page;
    }
}
