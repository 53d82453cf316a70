package io.gatehouse.tests;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the Admin Console costs the browser: bytes of its first load, and the time until a list of keys is there. */
final class ConsolePages {
    private static final int OPENINGS = 7;

    private final Chromium chromium;
    private final Gatehouse gatehouse;

    ConsolePages(Chromium chromium, Gatehouse gatehouse) {
        this.chromium = chromium;
        this.gatehouse = gatehouse;
    }

    /** Bytes that come over the wire until the console shows the realm's users, its login included, with the theme. */
    long firstLoadBytes(TestRealm realm, String theme) {
        realm.admin("PUT", "").json(Map.of("adminTheme", theme)).send().expect(204);
        List<Request> requests = new ArrayList<>();
        Page page = page();
        page.onRequestFinished(requests::add);
        page.navigate(console(realm, "users"));
        Chromium.logIn(page, "carol", "carol");
        page.getByText("alice@demo.example").waitFor();
        long bytes = requests.stream().mapToLong(ConsolePages::bytes).sum();
        page.context().close();
        return bytes;
    }

    /** The median of the times from a click on "API keys" until keys are shown, in ms; the first, which loads the page's code, is left out. */
    double listOfKeysMs(TestRealm realm) {
        Page page = page();
        page.navigate(console(realm, "gatehouse/agents"));
        Chromium.logIn(page, "carol", "carol");
        double[] ms = new double[OPENINGS];
        for (int i = 0; i < OPENINGS; i++) {
            page.getByTestId("gatehouse-nav-agents").click();
            page.getByTestId("gh-keys").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            long startNs = System.nanoTime();
            page.getByTestId("gatehouse-nav-api-keys").click();
            page.locator("[data-testid=gh-keys] tbody tr").first().waitFor();
            ms[i] = (System.nanoTime() - startNs) / 1e6;
        }
        page.context().close();
        double[] later = Arrays.copyOfRange(ms, 1, OPENINGS);
        Arrays.sort(later);
        return later[later.length / 2];
    }

    private Page page() {
        return chromium.page(new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1280, 900));
    }

    private String console(TestRealm realm, String page) {
        return gatehouse.baseUrl() + "/admin/" + realm.name() + "/console/#/" + realm.name() + "/" + page;
    }

    private static long bytes(Request request) {
        try {
            return (long) request.sizes().responseBodySize + request.sizes().responseHeadersSize;
        } catch (PlaywrightException e) {
            // Of a page that was left before its answer was read through.
            return 0;
        }
    }
}
