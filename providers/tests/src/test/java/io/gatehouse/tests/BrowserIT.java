package io.gatehouse.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Pages work in a real browser, of which nothing is left. Alone, for it must not find the browser of another class. */
@Isolated
@Tag("browser")
@Tag("h2")
@ExtendWith(GatehouseExtension.class)
class BrowserIT {
    @Test
    void accountConsoleOpensAfterTheLogin(Gatehouse gatehouse, TestRealm realm) {
        try (Chromium chromium = Chromium.start()) {
            assertThat(Chromium.runs()).isTrue();
            Page page = chromium.page();
            page.navigate(gatehouse.baseUrl() + realm.path("/account/"));

            Chromium.logIn(page, "alice", "alice");

            assertThat(page.locator("#email")).hasValue("alice@demo.example");
            assertThatThrownBy(() -> page.navigate("http://192.0.2.1/")).isInstanceOf(PlaywrightException.class);
        }
        assertThat(Chromium.runs()).isFalse();
    }
}
