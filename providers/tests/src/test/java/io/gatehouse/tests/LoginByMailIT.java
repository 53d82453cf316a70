package io.gatehouse.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People log in by what they are sent by e-mail, in a real browser, and everybody can use the pages. */
@Tag("browser")
@Tag("receiver")
@Tag("h2")
@ExtendWith(GatehouseExtension.class)
class LoginByMailIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Mailbox mailbox;
    private Chromium chromium;

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        mailbox = Mailbox.start();
        mailbox.receivesFor(realm);
        chromium = Chromium.start();
    }

    @AfterEach
    void stop() {
        chromium.close();
        mailbox.close();
    }

    @Test
    void codeOfALetterLogsInOnADarkPage() {
        LoginFlows.useAlone(realm, "gatehouse-email-code");
        String email = person();
        Page page = accountConsole(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
        isAccessible(page);
        page.locator("input[name=email]").fill(email);
        page.keyboard().press("Enter");
        page.locator("input[name=code]").waitFor();
        isAccessible(page);

        page.locator("input[name=code]").fill(LoginCodes.code(mailbox.next(email)));
        page.keyboard().press("Enter");

        assertThat(page.locator("#email")).hasValue(email);
    }

    @Test
    void linkOfALetterLogsInOnAPhoneInGerman() {
        LoginFlows.useAlone(realm, "gatehouse-magic-link");
        String email = person();
        Page page = accountConsole(
                new Browser.NewContextOptions().setLocale("de-DE").setViewportSize(390, 844));
        isAccessible(page);
        page.locator("input[name=email]").fill(email);
        page.keyboard().press("Enter");
        String link = MagicLinks.link(mailbox.next(email));
        isAccessible(page);
        Page opened = page.context().newPage();
        opened.navigate(link);
        isAccessible(opened);
        assertThat(opened.locator("h1").innerText()).contains("Anmelden per Link");
        // A waiting page goes on by itself when a login happens beside it. This realm's flow has no step for that, and
        // both pages
        // would answer for the same request of the console.
        page.close();

        opened.locator("[type=submit]").click();

        assertThat(opened.locator("#email")).hasValue(email);
        opened.navigate(link);
        assertThat(opened.locator("body").innerText()).contains("Link");
        assertThat(opened.locator("[type=submit]")).hasCount(0);
    }

    @Test
    void forgottenPasswordIsChosenAnew() {
        realm.admin("PUT", "").json(Map.of("browserFlow", "browser")).send().expect(204);
        String email = person();
        Page page = chromium.page(new Browser.NewContextOptions().setViewportSize(390, 844));
        page.navigate(gatehouse.baseUrl() + realm.path("/account/"));
        page.locator("#username").fill(email);
        page.locator("#kc-login").click();
        page.locator("a[href*=reset-credentials]").click();
        page.locator("#kc-reset-password-form").waitFor();
        isAccessible(page);
        page.locator("#username").fill(email);
        page.keyboard().press("Enter");
        page.getByText("You should receive an email shortly").first().waitFor();

        page.navigate(MagicLinks.link(mailbox.next(email)));
        page.locator("#password-new").fill("Newly-Chosen");
        page.locator("#password-confirm").fill("Newly-Chosen");
        page.locator("[type=submit]").click();

        assertThat(page.locator("#email")).hasValue(email);
    }

    private String person() {
        String name = KeyRealm.unique("mailed");
        assertThat(realm.createUser(name)).isNotEmpty();
        return name + "@demo.example";
    }

    private Page accountConsole(Browser.NewContextOptions options) {
        Page page = chromium.page(options);
        page.navigate(gatehouse.baseUrl() + realm.path("/account/"));
        page.locator("input[name=email]").waitFor();
        return page;
    }

    private static void isAccessible(Page page) {
        assertThat(Axe.barriers(page)).as(page.url()).isEmpty();
        int tooWide = (int) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertThat(tooWide).as("pixels beyond the screen").isLessThanOrEqualTo(0);
    }
}
