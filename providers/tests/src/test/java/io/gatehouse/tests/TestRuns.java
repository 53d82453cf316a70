package io.gatehouse.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Prints how many tests ran on each database, from Failsafe's summaries. */
public final class TestRuns {
    private static final List<String> RUNS = List.of("h2", "postgresql", "container", "single");

    private TestRuns() {}

    /** Prints a line for each run. {@code arguments} is the folder of the summaries. */
    public static void main(String[] arguments) throws Exception {
        System.out.println();
        for (String run : RUNS) {
            Path summary = Path.of(arguments[0]).resolve(run + ".xml");
            if (Files.exists(summary)) {
                print(run, summary);
            }
        }
        System.out.println();
    }

    private static void print(String run, Path summary) throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(summary.toFile())
                .getDocumentElement();
        System.out.printf(
                "Tests on %-11s %4s run, %s failures, %s errors, %s skipped%n",
                run + ":",
                count(root, "completed"),
                count(root, "failures"),
                count(root, "errors"),
                count(root, "skipped"));
    }

    private static String count(Element summary, String name) {
        return summary.getElementsByTagName(name).item(0).getTextContent();
    }
}
