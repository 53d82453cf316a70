package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions hold, do not hold or fail, and whatever is written, nothing else happens. */
class ExpressionTest {
    private static final Facts FACTS = Facts.at(1_767_268_800_000L)
            .text(Attribute.AGENT, "agent_1")
            .text(Attribute.GRANT, "client_credentials")
            .scopes(List.of("pay:a", "read"))
            .targets(List.of("https://pay.example"))
            .ttlSeconds(700)
            .intent("a refund")
            .ip(IpAddress.parseAny("203.0.113.7").orElseThrow())
            .chainDepth(2)
            .metadata(Map.of("team", "red"))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "agent == 'agent_1' && grant.startsWith('client')",
                "owner == ''",
                "ttl > 600 && chain_depth == 2",
                "scope.exists(s, s.startsWith('pay:')) && scope.size() == 2",
                "target == ['https://pay.example']",
                "intent.contains('refund') && ip == '203.0.113.7'",
                "now.getHours('Europe/Berlin') == 13 && now < timestamp('2027-01-01T00:00:00Z')",
                "'team' in metadata && metadata['team'] == 'red' && metadata.team == 'red'",
                "!has(metadata.env)",
            })
    void holds(String text) {
        assertThat(expression(text).of(FACTS)).isEqualTo(Expression.Outcome.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata.env == 'x'",
                "1 / (chain_depth - 2) == 1",
                "int(agent) == 1",
                "9223372036854775807 + ttl > 1",
                "now.getHours(agent) > 1",
                "scope[2] == 'x'",
            })
    void cannotBeComputed(String text) {
        assertThat(expression(text).of(FACTS)).isEqualTo(Expression.Outcome.ERROR);
    }

    @Test
    void tooManyTurnsAreAnError() {
        List<String> scopes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            scopes.add("s" + i);
        }
        Facts many = Facts.at(0).scopes(scopes).build();

        assertThat(expression("scope.all(a, scope.all(b, a + b != 'x'))").of(FACTS))
                .isEqualTo(Expression.Outcome.TRUE);
        assertThat(expression("scope.all(a, scope.all(b, a + b != 'x'))").of(many))
                .isEqualTo(Expression.Outcome.ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent == 5|Line 1, column 7: found no matching overload",
                "ttl + 1|Line 1, column 5: expected type 'bool' but found 'int'",
                "agents == 'a'|Line 1, column 1: undeclared reference to 'agents'",
                "agent.matches('a+')|Line 1, column 14: undeclared reference to 'matches'",
                "dyn(agent)|Line 1, column 4: undeclared reference to 'dyn'",
                "ttl >|Line 1, column 6: mismatched input",
                "((((((((((((((((((((((((true))))))))))))))))))))))))|Line 1, column 1: Expression recursion limit",
            })
    void faultSaysWhereAndWhy(String text, String detail) {
        List<PolicyFault> faults = Rules.read(
                        "[{'effect':'deny','when':{'cel':\"" + text.replace("'", "\\u0027") + "\"}}]")
                .faults();

        assertThat(faults.get(0).pointer()).isEqualTo("/rules/0/when/cel");
        assertThat(faults.get(0).code()).isEqualTo("invalid_expression");
        assertThat(faults.get(0).detail()).startsWith(detail);
    }

    @Test
    void lengthAndSizeAreBounded() {
        String most = "true" + " ".repeat(Expression.MAX_LENGTH - 4);
        assertThat(faultsOf(most)).isEmpty();
        assertThat(faultsOf(most + " ")).extracting(PolicyFault::code).containsExactly("too_long");
        assertThat(faultsOf("ttl>1" + "||ttl>1".repeat(100)))
                .extracting(PolicyFault::code)
                .contains("invalid_expression");
        assertThat(faultsOf("true\n")).extracting(PolicyFault::code).containsExactly("invalid_text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"framework", "model_provider", "intent", "metadata['a']", "scope[0]", "target[0]", ".intent"})
    void whatTheAskerChoosesAllowsNothing(String fact) {
        String when = "'when':{'cel':\"" + fact.replace("'", "\\u0027") + " == \\u0027x\\u0027\"}";

        assertThat(Rules.read("[{'effect':'allow'," + when + "}]").faults())
                .extracting(PolicyFault::pointer, PolicyFault::code)
                .containsExactly(tuple("/rules/0/when", "self_declared"));
        assertThat(Rules.read("[{'effect':'deny'," + when + "}]").faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "deny"})
    void errorDeniesWhateverTheRuleWouldDo(String effect) {
        PolicySet set = Rules.allowing(policy("p", 100, effect, "1 / chain_depth == 1"));

        Decision decision = set.decide(Facts.at(0).scopes(List.of("a")).build());

        assertThat(decision.effect()).isEqualTo(Effect.DENY);
        Rule denial = Optional.ofNullable(decision.rule()).orElseThrow().rule();
        assertThat(denial.id()).isEqualTo("rule-1");
        assertThat(denial.message()).contains("rule-1", "could not be computed");
        Explanation why = set.explain(Facts.at(0).scopes(List.of("a")).build());
        assertThat(why.decision()).isEqualTo(decision);
        assertThat(why.losing()).isEmpty();
        assertThat(why.matched().get(0).conditions().get(0).seen()).containsExactly("error");
    }

    @Test
    void errorOfARuleWithoutASayDeniesNothing() {
        PolicySet set = Rules.allowing(
                policy("p", 100, "deny", "1 / chain_depth == 1"), Rules.policy("q", 200, "[{'effect':'allow'}]"));

        assertThat(set.decide(Facts.at(0).build()).effect()).isEqualTo(Effect.ALLOW);
        assertThat(Rules.allowing(Rules.policy(
                                "p", 1, "[{'effect':'deny','when':{'cel':'1 / chain_depth == 1','agent':'b'}}]"))
                        .decide(FACTS)
                        .effect())
                .isEqualTo(Effect.ALLOW);
    }

    @Test
    void throttleByAScopeHidesNoDenialOfAnother() {
        PolicySet set = Rules.allowing(
                Rules.policy(
                        "t",
                        200,
                        "[{'effect':'throttle','when':{'cel':'scope.exists(s, s == \\u0027read\\u0027)'},"
                                + "'throttle':{'limit':1,'window_seconds':1,'per':'agent'}}]"),
                Rules.policy("d", 100, "[{'effect':'deny','when':{'scope':'pay:*'}}]"));

        assertThat(set.decide(FACTS).effect()).isEqualTo(Effect.DENY);
    }

    @Property
    void nothingThatIsWrittenThrows(@ForAll("texts") String text) {
        Faults faults = new Faults();
        Optional<Expression> read = Expression.read(TextNode.valueOf(text), "/x", faults);

        assertThat(read.isPresent()).isEqualTo(faults.isEmpty());
        read.ifPresent(expression -> {
            assertThat(expression.of(FACTS)).isNotNull();
            assertThat(expression.of(Facts.at(0).build())).isNotNull();
        });
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "agent",
                "owner",
                "scope",
                "metadata",
                "ttl",
                "now",
                "s",
                "true",
                "1",
                "0",
                "-",
                "'a'",
                "==",
                "<",
                "in",
                "&&",
                "||",
                "!",
                "?",
                ":",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                ".exists(s,",
                ".all(s,",
                ".size()",
                ".a",
                "+",
                "/",
                "%",
                "has(",
                "int(",
                "string(",
                "timestamp(",
                "duration(",
                "type(",
                "null",
                "b'x'",
                "2u",
                "1e308",
                ",");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                parts.list().ofMinSize(1).ofMaxSize(14).map(list -> String.join(" ", list)));
    }

    private static Policy policy(String id, int priority, String effect, String cel) {
        return Rules.policy(id, priority, "[{'effect':'%s','when':{'cel':'%s'}}]".formatted(effect, cel));
    }

    private static List<PolicyFault> faultsOf(String text) {
        Faults faults = new Faults();
        Optional<Expression> ignored = Expression.read(TextNode.valueOf(text), "/x", faults);
        return faults.found();
    }

    private static Expression expression(String text) {
        Faults faults = new Faults();
        Optional<Expression> read = Expression.read(TextNode.valueOf(text), "/x", faults);
        assertThat(faults.found()).isEmpty();
        return read.orElseThrow();
    }
}
