package io.gatehouse.tests;

import com.deque.html.axecore.args.AxeRunOnlyOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;

/** What axe finds on a page that is so bad that some people cannot use it. */
public final class Axe {
    private static final Set<String> BARRIERS = Set.of("serious", "critical");

    /** The rules that can tell a dark page from a light one. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private Axe() {}

    /** Every barrier, as the rule and the part of the page. */
    public static List<String> barriers(Page page) {
        return barriers(page, new AxeRunOptions());
    }

    /** The barriers that colours make: of a page in the dark whose other parts were looked at in the light. */
    public static List<String> barriersOfColours(Page page) {
        AxeRunOnlyOptions colours = new AxeRunOnlyOptions();
        colours.setType("rule");
        colours.setValues(OF_COLOURS);
        AxeRunOptions options = new AxeRunOptions();
        options.setRunOnly(colours);
        return barriers(page, options);
    }

    /** Our pages have no frames of other origins, so axe need not open a page of its own; and it need not tell what is in order. */
    private static List<String> barriers(Page page, AxeRunOptions options) {
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder(page)
                .setLegacyMode(true).options(options).analyze().getViolations().stream()
                        .filter(rule -> BARRIERS.contains(rule.getImpact()))
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> rule.getId() + " " + node.getTarget() + " " + node.getHtml()))
                        .toList();
    }
}
