package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {

    @ParameterizedTest
    @EnumSource(Attribute.class)
    void textsAreComparedAsTheyStandAndWhatIsNotKnownDoesNotMatch(Attribute attribute) {
        String condition = "'" + attribute.text() + "':['one','two']";

        assertThat(holds(condition, Facts.at(0).text(attribute, "two"))).isTrue();
        assertThat(holds(condition, Facts.at(0).text(attribute, "TWO"))).isFalse();
        assertThat(holds(condition, Facts.at(0).text(attribute, ""))).isFalse();
        assertThat(holds(condition, Facts.at(0).text(attribute, null))).isFalse();
        assertThat(attribute.text()).isEqualTo(attribute.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({
        "read,read,true",
        "read,Read,false",
        "read,reads,false",
        "read:*,read:a,true",
        "read:*,read,false",
        "*,x,true",
        "*:a,b:a,true",
        "a*b*c,axxbyyc,true",
        "a*b*c,axxbyy,false",
        "a**b,ab,true",
        "*a,aab,false",
        "*ab,aaab,true",
        "a.c,abc,false"
    })
    void scopesAndTargetsAreGlobs(String glob, String text, boolean expected) {
        assertThat(holds("'scope':'" + glob + "'", Facts.at(0).scopes(List.of(text))))
                .isEqualTo(expected);
        assertThat(holds("'target':['none','" + glob + "']", Facts.at(0).targets(List.of(text))))
                .isEqualTo(expected);
    }

    @Test
    void conditionOnScopesDoesNotMatchARequestWithoutAny() {
        assertThat(holds("'scope':'*'", Facts.at(0))).isFalse();
        assertThat(holds("'target':'*'", Facts.at(0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300,300,false", "300,301,true", "0,0,false", "0,1,true"})
    void lifetimeAboveIsNotAt(int bound, int ttl, boolean expected) {
        assertThat(holds("'ttl_above':" + bound, Facts.at(0).ttlSeconds(ttl))).isEqualTo(expected);
        assertThat(holds("'ttl_above':[86400," + bound + "]", Facts.at(0).ttlSeconds(ttl)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1,1,false", "1,2,true", "4,4,false"})
    void depthAboveIsNotAt(int bound, int depth, boolean expected) {
        assertThat(holds("'chain_depth_above':" + bound, Facts.at(0).chainDepth(depth)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.1.2.3,true",
        "10.0.0.0/8,11.0.0.0,false",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.4,false",
        "2001:db8::/32,2001:db8::1,true",
        "2001:db8::1,2001:db8::1,true",
        "10.0.0.0/8,::ffff:10.0.0.1,true"
    })
    void addressesAreInRanges(String range, String ip, boolean expected) {
        Facts.Builder facts = Facts.at(0).ip(IpAddress.parseAny(ip).orElseThrow());

        assertThat(holds("'ip':'" + range + "'", facts)).isEqualTo(expected);
        assertThat(holds("'ip':'" + range + "'", Facts.at(0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"*pay*,Please PAY him,true", "pay,Please pay,false", "*PAY,please pay,true"})
    void intentIsAGlobWithoutCase(String glob, String intent, boolean expected) {
        assertThat(holds("'intent_matches':'" + glob + "'", Facts.at(0).intent(intent)))
                .isEqualTo(expected);
        assertThat(holds("'intent_matches':'*'", Facts.at(0))).isFalse();
    }

    @Test
    void metadataIsComparedAsText() {
        Facts.Builder facts = Facts.at(0).metadata(Map.of("env", "prod", "level", "3", "beta", "true"));

        assertThat(holds("'metadata.env':['test','prod']", facts)).isTrue();
        assertThat(holds("'metadata.level':3", facts)).isTrue();
        assertThat(holds("'metadata.beta':true", facts)).isTrue();
        assertThat(holds("'metadata.beta':false", facts)).isFalse();
        assertThat(holds("'metadata.none':'x'", facts)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2026-11-27 is a Friday.
                "{'days':'fri'}|2026-11-27T00:00:00Z|true",
                "{'days':['sat','SUN']}|2026-11-27T23:59:59Z|false",
                "{'days':['sat','SUN']}|2026-11-29T00:00:00Z|true",
                "{'hours':'08:00-18:00'}|2026-11-27T08:00:00Z|true",
                "{'hours':'08:00-18:00'}|2026-11-27T07:59:59Z|false",
                "{'hours':'08:00-18:00'}|2026-11-27T17:59:59Z|true",
                "{'hours':'08:00-18:00'}|2026-11-27T18:00:00Z|false",
                "{'hours':'18:00-24:00'}|2026-11-27T23:59:59Z|true",
                "{'hours':['01:00-02:00','08:30-09:00']}|2026-11-27T08:30:00Z|true",
                "{'days':'fri','hours':'22:00-06:00'}|2026-11-27T22:00:00Z|true",
                "{'days':'fri','hours':'22:00-06:00'}|2026-11-28T05:59:00Z|true",
                "{'days':'fri','hours':'22:00-06:00'}|2026-11-28T06:00:00Z|false",
                "{'days':'fri','hours':'22:00-06:00'}|2026-11-27T05:00:00Z|false",
                "{'days':'fri','hours':'22:00-06:00'}|2026-11-28T22:00:00Z|false",
                "{'days':'fri','zone':'Asia/Tokyo'}|2026-11-27T15:00:00Z|false",
                "{'hours':'09:00-10:00','zone':'Asia/Tokyo'}|2026-11-27T00:30:00Z|true",
                "[{'days':'mon'},{'hours':'00:00-01:00'}]|2026-11-27T00:30:00Z|true",
            })
    void timeIsThatOfTheZone(String time, String now, boolean expected) {
        assertThat(holds("'time':" + time, Facts.at(Instant.parse(now).toEpochMilli())))
                .isEqualTo(expected);
    }

    @Test
    void allConditionsMustHold() {
        Facts.Builder facts = Facts.at(0).text(Attribute.AGENT, "a").text(Attribute.GRANT, "g");

        assertThat(holds("'agent':'a','grant':'g'", facts)).isTrue();
        assertThat(holds("'agent':'a','grant':'h'", facts)).isFalse();
        assertThat(holds("'agent':'a','scope':'x'", facts.scopes(List.of("y")))).isFalse();
    }

    private static boolean holds(String conditions, Facts.Builder facts) {
        Policy policy = Rules.policy("p", 1, "[{'effect':'deny','when':{" + conditions + "}}]");
        return Rules.allowing(policy).decide(facts.build()).effect() == Effect.DENY;
    }
}
