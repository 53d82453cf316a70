package io.gatehouse.tests;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, driven by Playwright, which reaches nothing but 127.0.0.1. Its tests carry the tag {@code browser}:
 * without a Chromium they are left out of the run, which says so at its end. For one thread at a time.
 */
public final class Chromium implements AutoCloseable {
    /** How long an element may take to be there. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String PROPERTY = "gatehouse.chromium";
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** The discard port: whatever is not on this machine's loopback address is asked for there, and nobody answers. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The file that the property {@code gatehouse.chromium} names, else the first Chromium of the PATH; empty without either. */
    static Optional<Path> binary() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":", -1));
        return NAMES.stream()
                .flatMap(name ->
                        folders.stream().filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException when the machine has none: a test that needs it must not pass without
     */
    public static Chromium start() {
        Path binary = binary().orElseThrow(() -> new IllegalStateException(
                "No Chromium: install the package chromium, or name the file with -D" + PROPERTY + "=..."));
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        PlaywrightAssertions.setDefaultAssertionTimeout((double) LIMIT.toMillis());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(binary)
                                    .setHeadless(true)
                                    .setArgs(List.of(
                                            "--no-sandbox", "--disable-dev-shm-usage", "--proxy-server=" + NOWHERE))));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A page of somebody new: without cookies, in English. It waits for elements by itself and fails when they do not come. */
    public Page page() {
        return page(new Browser.NewContextOptions().setLocale("en-US"));
    }

    /** The same with another screen, language or colours. */
    public Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout((double) LIMIT.toMillis());
        return context.newPage();
    }

    /**
     * Fills in Keycloak's login, be it one page or a page for the name and one for the password, and presses its button.
     *
     * @param page a page that shows the login or is about to
     */
    public static void logIn(Page page, String username, String password) {
        page.locator("#username").fill(username);
        if (page.locator("#password").count() == 0) {
            page.locator("#kc-login").click();
        }
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    /** Ends the browser and its driver. */
    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            playwright.close();
        }
    }

    /** Whether a process of Chromium's binary runs below this JVM. */
    static boolean runs() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> Stream.ofNullable(process.info().command().orElse(null)))
                .anyMatch(command -> NAMES.stream()
                        .anyMatch(name ->
                                Path.of(command).getFileName().toString().equals(name)));
    }
}
