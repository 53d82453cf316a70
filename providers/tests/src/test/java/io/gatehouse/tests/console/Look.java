package io.gatehouse.tests.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** How a person sees a page. */
enum Look {
    DESKTOP("en-US", 1280, 900, ColorScheme.LIGHT),
    DARK("en-US", 1280, 900, ColorScheme.DARK),
    GERMAN("de-DE", 1280, 900, ColorScheme.LIGHT),
    PHONE("en-US", 390, 844, ColorScheme.LIGHT);

    private final String locale;
    private final int width;
    private final int height;
    private final ColorScheme colors;

    Look(String locale, int width, int height, ColorScheme colors) {
        this.locale = locale;
        this.width = width;
        this.height = height;
        this.colors = colors;
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setLocale(locale)
                .setViewportSize(width, height)
                .setColorScheme(colors)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setAcceptDownloads(true);
    }
}
