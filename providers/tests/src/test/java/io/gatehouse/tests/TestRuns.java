package io.gatehouse.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Prints how many tests ran on each database, and which did not pass, from Failsafe's reports. */
public final class TestRuns {
    private static final List<String> RUNS = List.of("h2", "postgresql", "container", "single");
    private static final int MAX_MESSAGE = 600;

    private TestRuns() {}

    /**
     * Prints a line for each run. {@code arguments} are the folder of the summaries, and the tag of tests that were left out for want of
     * a browser: {@code browser} or something else.
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println();
        for (String run : RUNS) {
            Path summary = Path.of(arguments[0]).resolve(run + ".xml");
            if (Files.exists(summary)) {
                print(run, summary);
                printFailed(Path.of(arguments[0]).resolve(run));
            }
        }
        if (arguments[1].equals("browser")) {
            System.out.println(
                    "NO CHROMIUM: the tests in a browser did NOT run. Install the package chromium, or name the file"
                            + " with -Dgatehouse.chromium=...");
        }
        System.out.println();
    }

    private static void print(String run, Path summary) throws Exception {
        Element root = parse(summary);
        System.out.printf(
                "Tests on %-11s %4s run, %s failures, %s errors, %s skipped%n",
                run + ":",
                count(root, "completed"),
                count(root, "failures"),
                count(root, "errors"),
                count(root, "skipped"));
    }

    /** The end of a long log is what people see first. */
    private static void printFailed(Path reports) throws Exception {
        List<Path> files = List.of();
        if (Files.isDirectory(reports)) {
            try (Stream<Path> all = Files.list(reports)) {
                files = all.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                        .sorted()
                        .toList();
            }
        }
        for (Path file : files) {
            Element suite = parse(file);
            for (String outcome : List.of("failure", "error")) {
                NodeList ends = suite.getElementsByTagName(outcome);
                for (int i = 0; i < ends.getLength(); i++) {
                    print((Element) ends.item(i));
                }
            }
        }
    }

    private static void print(Element end) {
        Element test = (Element) end.getParentNode();
        String what = end.getAttribute("type") + ": " + end.getAttribute("message");
        System.out.printf(
                "  %s#%s %s%n",
                test.getAttribute("classname"),
                test.getAttribute("name"),
                what.substring(0, Math.min(MAX_MESSAGE, what.length())));
    }

    private static Element parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private static String count(Element summary, String name) {
        return summary.getElementsByTagName(name).item(0).getTextContent();
    }
}
