package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server takes the policies of the guide's cookbook with their tests, and refuses what these tests are there to refuse. */
@ExtendWith(GatehouseExtension.class)
class PolicyCookbookIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @ParameterizedTest
    @MethodSource("files")
    void policyIsTakenWithItsTestsAndItsOppositeIsRefused(String file) {
        JsonNode wanted = read(file);
        String path = "/policies/"
                + calls.admin("POST", "/policies")
                        .json(wanted.path("policy"))
                        .send()
                        .expect(201)
                        .text("id");
        for (JsonNode test : wanted.path("tests")) {
            Answer ignored =
                    calls.admin("POST", path + "/tests").json(test).send().expect(201);
        }
        JsonNode before = calls.admin("GET", path).send().expect(200).json();

        for (int i = 0; i < wanted.at("/policy/rules").size(); i++) {
            ArrayNode rules = wanted.at("/policy/rules").deepCopy();
            flip((ObjectNode) rules.get(i));
            Answer refused = calls.admin("PATCH", path)
                    .json(Map.of("rules", rules))
                    .send()
                    .expect(422);
            assertThat(refused.json().path("errors").findValuesAsText("code")).containsOnly("policy_test_failed");
        }
        assertThat(calls.admin("GET", path).send().expect(200).json()).isEqualTo(before);
        assertThat(calls.admin("GET", path + "/tests").send().expect(200).json().path("items"))
                .hasSameSizeAs(wanted.path("tests"));
    }

    @Test
    void exceptionsAndTheirDenialsWorkTogether() {
        String agent = calls.agent().id();

        assertThat(effect(agent, "admin:users", "203.0.113.9", "office-network-exception", "office-network"))
                .isEqualTo("allow");
        assertThat(effect(agent, "admin:users", "198.51.100.9", "office-network-exception", "office-network"))
                .isEqualTo("deny");
        assertThat(effect(agent, "payroll:read", "203.0.113.9", "payroll-exception", "payroll"))
                .isEqualTo("deny");
        assertThat(effect(agent, "orders.read", "198.51.100.9", "office-network-exception", "office-network"))
                .isEqualTo("allow");
    }

    @Test
    void exceptionForTheOfficeIsNoneFromOtherDenials() {
        String agent = calls.agent().id();
        ObjectNode denial = read("office-network.json").path("policy").deepCopy();
        denial.put("priority", 100);

        assertThat(simulated(
                        agent,
                        "admin:users",
                        "203.0.113.9",
                        List.of(read("office-network-exception.json").path("policy"), denial)))
                .isEqualTo("deny");
    }

    private String effect(String agent, String scope, String ip, String... files) {
        return simulated(
                agent,
                scope,
                ip,
                Stream.of(files)
                        .map(file -> read(file + ".json").path("policy"))
                        .toList());
    }

    private String simulated(String agent, String scope, String ip, List<JsonNode> policies) {
        return calls.admin("POST", "/policies/simulate")
                .json(Map.of(
                        "request", Map.of("agent", agent, "scope", List.of(scope), "ip", ip), "policies", policies))
                .send()
                .expect(200)
                .text("effect");
    }

    /** The opposite, as a rule that may be written. */
    private static void flip(ObjectNode rule) {
        boolean isDenial = rule.path("effect").asText().equals("deny");
        rule.remove(List.of("throttle", "approval"));
        rule.put("effect", isDenial ? "throttle" : "deny");
        if (isDenial) {
            rule.putObject("throttle").put("limit", 1).put("window_seconds", 1).put("per", "agent");
        }
    }

    private static JsonNode read(String file) {
        try {
            return JSON.readTree(folder().resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return Built.openApi().resolveSibling("examples").resolve("policies");
    }
}
