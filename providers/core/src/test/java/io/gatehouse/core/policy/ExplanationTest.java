package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.policy.Explanation.ConditionReading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String ALL = "[{'effect':'deny','when':{'ttl_above':[600,900],'chain_depth_above':1,"
            + "'ip':['10.0.0.0/8','192.0.2.7'],'metadata.team':'red','scope':'pay:*','target':['a','b*']}}]";

    @Test
    void whatEachConditionComparedIsShown() {
        Facts facts = Facts.at(0)
                .ttlSeconds(601)
                .chainDepth(2)
                .ip(IpAddress.parseAny("192.0.2.7").orElseThrow())
                .metadata(Map.of("team", "red"))
                .scopes(List.of("pay:out"))
                .targets(List.of("c", "bb"))
                .build();

        assertThat(explained(facts).matched()).singleElement().satisfies(reading -> assertThat(reading.conditions())
                .containsExactly(
                        new ConditionReading("ttl_above", List.of("600", "900"), List.of("601"), true),
                        new ConditionReading("chain_depth_above", List.of("1"), List.of("2"), true),
                        new ConditionReading("ip", List.of("10.0.0.0/8", "192.0.2.7/32"), List.of("192.0.2.7"), true),
                        new ConditionReading("metadata.team", List.of("red"), List.of("red"), true),
                        new ConditionReading("scope", List.of("pay:*"), List.of("pay:out"), true),
                        new ConditionReading("target", List.of("a", "b*"), List.of("c", "bb"), true)));
    }

    @Test
    void whatIsNotKnownAndWhatDoesNotFitIsShownToo() {
        Facts facts = Facts.at(0).scopes(List.of("read")).targets(List.of("c")).build();

        Explanation why = explained(facts);

        assertThat(why.matched()).isEmpty();
        assertThat(why.unmatched()).singleElement().satisfies(reading -> assertThat(reading.conditions())
                .containsExactly(
                        new ConditionReading("ttl_above", List.of("600", "900"), List.of("0"), false),
                        new ConditionReading("chain_depth_above", List.of("1"), List.of("0"), false),
                        new ConditionReading("ip", List.of("10.0.0.0/8", "192.0.2.7/32"), List.of(), false),
                        new ConditionReading("metadata.team", List.of("red"), List.of(), false),
                        new ConditionReading("scope", List.of("pay:*"), List.of("read"), false),
                        new ConditionReading("target", List.of("a", "b*"), List.of("c"), false)));
    }

    private static Explanation explained(Facts facts) {
        return Rules.allowing(Rules.policy("p", 1, ALL)).explain(facts);
    }
}
