package io.gatehouse.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.gatehouse.tests.Axe;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.TestRealm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One person's use of the consoles. It notes what must not happen on any page: errors in the browser's console, answers that
 * are refusals, requests to another server. A refusal that a test causes on purpose is announced by {@link #expects}.
 */
final class Visit implements AutoCloseable {
    private final String baseUrl;
    private final TestRealm realm;
    private final Page page;
    private final Look look;
    private final List<String> faults = new ArrayList<>();
    private final Set<Integer> expected = new HashSet<>();

    private Visit(String baseUrl, TestRealm realm, Page page, Look look) {
        this.baseUrl = baseUrl;
        this.realm = realm;
        this.page = page;
        this.look = look;
        page.onConsoleMessage(this::said);
        page.onPageError(error -> faults.add("page error: " + error));
        page.onRequest(this::asked);
        page.onResponse(this::answered);
    }

    /** Somebody new, who has not logged in. */
    static Visit of(Chromium chromium, Gatehouse gatehouse, TestRealm realm, Look look) {
        return new Visit(gatehouse.baseUrl(), realm, chromium.page(look.options()), look);
    }

    Page page() {
        return page;
    }

    /** Opens a page of the realm's Admin Console and logs in; {@code below} is what follows the realm, such as {@code gatehouse/agents}. */
    Visit admin(String username, String below) {
        page.navigate(adminUrl(below));
        Chromium.logIn(page, username, username);
        page.locator(".pf-v5-c-page__main").first().waitFor();
        return this;
    }

    /** Goes to another page of the Admin Console without loading the console again, as a link within it does. */
    Visit go(String below) {
        page.evaluate("to => { location.hash = to }", "#/" + realm.name() + "/" + below);
        return this;
    }

    /** Opens a page of the realm's Account Console and logs in. */
    Visit account(String username, String below) {
        page.navigate(baseUrl + realm.path("/account/" + below));
        Chromium.logIn(page, username, username);
        page.locator(".pf-v5-c-page__main").first().waitFor();
        return this;
    }

    /** Goes to another page of the Account Console without loading the console again, and waits for it. */
    Visit goAccount(String below) {
        page.evaluate(
                "to => { document.querySelector('main h1')?.setAttribute('data-left', '');"
                        + " history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }",
                realm.path("/account/" + below));
        page.locator("main h1:not([data-left])").first().waitFor();
        return this;
    }

    String adminUrl(String below) {
        return baseUrl + "/admin/" + realm.name() + "/console/#/" + realm.name() + "/" + below;
    }

    Locator testId(String id) {
        return page.getByTestId(id);
    }

    /** The field of a form with this name. */
    Locator field(String name) {
        return page.locator("main [name='" + name + "'], [role=dialog] [name='" + name + "']")
                .first();
    }

    /** Adds a word to a field that holds a list of them. */
    void addTo(String name, String word) {
        field(name).fill(word);
        field(name).press("Enter");
    }

    /** The field in which an agent is looked for. */
    Locator agentSearch() {
        return page.locator("[data-testid^=gh-request-agent] input").first();
    }

    /** Takes the agent that the search found for the text which was entered. */
    void takeFoundAgent(String id) {
        page.getByRole(AriaRole.OPTION)
                .filter(new Locator.FilterOptions().setHasText(id))
                .first()
                .waitFor();
        page.keyboard().press("Enter");
    }

    /** Takes what the dialog shows once and closes it: nothing of it is left then. */
    String takeSecret(int index) {
        String secret = testId("gh-secret").nth(index).locator("input").inputValue();
        testId("gh-secret-done").click();
        testId("gh-secret").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        knowsNothingOf(secret);
        return secret;
    }

    /** Confirms a dialog that wants a text to be written first, or none when it is empty. */
    void confirm(String typed) {
        if (!typed.isEmpty()) {
            page.locator("[role=dialog] input[type=text]").last().fill(typed);
        }
        testId("gh-confirm").click();
        page.locator("[role=dialog]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /** The id at the end of the address of the page about one thing. */
    String idInAddress() {
        String address = page.url().replaceAll("[?].*", "");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** From now on answers with this status are what the test wants. */
    Visit expects(int status) {
        expected.add(status);
        return this;
    }

    /** Nothing happened so far that must not. */
    void isClean() {
        assertThat(faults).isEmpty();
    }

    /** What happened so far that must not. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /**
     * No part of the page shuts somebody out, as far as axe can tell. Only its colours are looked at in the dark, since all else is
     * as in the light.
     */
    void isAccessible(String where) {
        assertThat(look == Look.DARK ? Axe.barriersOfColours(page) : Axe.barriers(page))
                .as("axe on " + where)
                .isEmpty();
    }

    /** No text of the page, no attribute and nothing that it keeps has the secret. */
    void knowsNothingOf(String secret) {
        assertThat(secret).isNotBlank();
        assertThat(page.content()).doesNotContain(secret);
        Object kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage},"
                + " [...document.querySelectorAll('input, textarea')].map(field => field.value)])");
        assertThat(kept.toString()).doesNotContain(secret);
    }

    /** Nothing of the page lies beside the screen. */
    void fitsTheScreen(String where) {
        Object tooWide =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) tooWide).intValue())
                .as(where + " is wider than the screen by")
                .isLessThanOrEqualTo(0);
    }

    private void said(ConsoleMessage message) {
        // Chromium reports each refusal a second time in its console.
        boolean isRefusal = message.text().startsWith("Failed to load resource");
        if (message.type().equals("error") && !isRefusal) {
            faults.add("console: " + message.text());
        }
    }

    private void asked(Request request) {
        String url = request.url();
        if (!url.startsWith(baseUrl + "/") && !url.startsWith("data:") && !url.startsWith("blob:")) {
            faults.add("request to elsewhere: " + url);
        }
    }

    private void answered(Response response) {
        if (response.status() >= 400 && !expected.contains(response.status())) {
            faults.add(response.status() + " " + response.request().method() + " " + response.url());
        }
    }

    @Override
    public void close() {
        page.context().close();
    }
}
