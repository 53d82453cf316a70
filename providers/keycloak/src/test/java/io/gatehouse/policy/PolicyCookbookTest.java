package io.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the policies of {@code docs/examples/policies} to their tests, their tests to them, and the guide's page to both. */
class PolicyCookbookTest {
    /** Set to true to write the files into the page anew. */
    private static final String WRITE = "gatehouse.cookbook.write";

    private static final Path FILES = Path.of("../../docs/examples/policies");
    private static final Path PAGE = Path.of("../../docs/guide/policy-cookbook.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^`([a-z0-9-]+)\\.json`:\n\n```json\n(.*?)^```$");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIN_FILES = 15;

    @Test
    void pageShowsTheFilesAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean(WRITE)) {
            page = BLOCK.matcher(page)
                    .replaceAll(block -> Matcher.quoteReplacement(
                            "`%s.json`:\n\n```json\n%s```".formatted(block.group(1), text(block.group(1)))));
            Files.writeString(PAGE, page);
        }
        Map<String, String> shown = new TreeMap<>();
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            shown.put(block.group(1), block.group(2));
        }
        Map<String, String> files = new TreeMap<>();
        names().forEach(name -> files.put(name, text(name)));

        assertThat(shown)
                .as("docs/guide/policy-cookbook.md differs from its files; run mvn test -pl providers/keycloak -am"
                        + " -Dtest=PolicyCookbookTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true")
                .isEqualTo(files);
        assertThat(files).hasSizeGreaterThanOrEqualTo(MIN_FILES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void policyPassesItsTests(String name) {
        assertThat(faults(file(name), rules(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRuleAndEveryConditionMattersToATest(String name) {
        List<String> unnoticed = new ArrayList<>();
        ArrayNode rules = rules(name);
        for (int i = 0; i < rules.size(); i++) {
            ArrayNode without = rules.deepCopy();
            without.remove(i);
            notice(name, without, "without " + rules.get(i).path("id").asText(), unnoticed);
            ArrayNode flipped = rules.deepCopy();
            flip((ObjectNode) flipped.get(i));
            notice(name, flipped, "flipped " + rules.get(i).path("id").asText(), unnoticed);
            for (Map.Entry<String, JsonNode> condition :
                    rules.get(i).path("when").properties()) {
                ArrayNode laxer = rules.deepCopy();
                ((ObjectNode) laxer.get(i).path("when")).remove(condition.getKey());
                notice(name, laxer, "without the condition " + condition.getKey(), unnoticed);
            }
        }

        assertThat(unnoticed).as("changes of " + name + " that no test notices").isEmpty();
    }

    /** What would be the opposite, as a rule that may be written. */
    private static void flip(ObjectNode rule) {
        boolean isDenial = rule.path("effect").asText().equals("deny");
        rule.remove(List.of("throttle", "approval"));
        rule.put("effect", isDenial ? "throttle" : "deny");
        if (isDenial) {
            rule.putObject("throttle").put("limit", 1).put("window_seconds", 1).put("per", "agent");
        }
    }

    private static void notice(String name, ArrayNode rules, String change, List<String> unnoticed) {
        if (faults(file(name), rules).isEmpty()) {
            unnoticed.add(change);
        }
    }

    private static List<String> faults(JsonNode file, ArrayNode rules) {
        RuleReader.Reading reading = RuleReader.read(rules);
        assertThat(reading.faults()).isEmpty();
        Policy policy = new Policy("p", 1, file.at("/policy/priority").asInt(Policy.DEFAULT_PRIORITY), reading.rules());
        List<String> faults = new ArrayList<>();
        for (JsonNode test : file.path("tests")) {
            PolicyCaseBodies.readCreate(new Fields(test.deepCopy()))
                    .test()
                    .fault(policy)
                    .ifPresent(fault -> faults.add(test.path("name").asText() + ": " + fault));
        }
        return faults;
    }

    private static ArrayNode rules(String name) {
        return (ArrayNode) file(name).at("/policy/rules");
    }

    private static JsonNode file(String name) {
        try {
            return JSON.readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        try {
            return Files.readString(FILES.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
