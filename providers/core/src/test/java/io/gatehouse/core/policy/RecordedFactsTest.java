package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.core.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedFactsTest {
    private static final long NOW_MS = 1_767_268_800_123L;

    @Test
    void factsAreReadBackAsTheyWere() {
        Facts.Builder facts = Facts.at(NOW_MS)
                .scopes(List.of("b", "a"))
                .targets(List.of("any", "https://pay.example"))
                .ttlSeconds(300)
                .intent("Refund \"42\" \u00e9\ud83d\udd11")
                .ip(IpAddress.parse("2001:db8::1").orElseThrow())
                .chainDepth(3)
                .keyId("k1")
                .metadata(Map.of("team", "red", "n", "1"));
        for (Attribute attribute : Attribute.values()) {
            facts.text(attribute, "the " + attribute.text());
        }

        assertThat(again(facts.build())).contains(facts.build());
    }

    @Test
    void whatIsNotKnownTakesNoPlaceAndStaysUnknown() {
        Facts facts = Facts.at(NOW_MS).build();

        assertThat(RecordedFacts.write(facts)).contains("{\"v\":1,\"at\":" + NOW_MS + "}");
        assertThat(again(facts)).contains(facts);
    }

    @Test
    void factsOfMoreThanTheMostCharactersAreNotKept() {
        int frame = RecordedFacts.write(intent("x")).orElseThrow().length() - 1;
        int most = RecordedFacts.MAX_LENGTH - frame;

        assertThat(RecordedFacts.write(intent("x".repeat(most)))).isPresent();
        assertThat(RecordedFacts.write(intent("x".repeat(most + 1)))).isEmpty();
    }

    @Test
    void otherFormsAreNotRead() {
        for (String other : List.of("{}", "[]", "1", "{\"v\":2,\"at\":1}", "{\"v\":1}", "{\"v\":1,\"at\":\"x\"}")) {
            assertThat(read(other)).as(other).isEmpty();
        }
        assertThat(read("{\"v\":1,\"at\":1,\"texts\":{\"unknown\":\"x\"},\"ip\":\"no\",\"scope\":3}"))
                .contains(Facts.at(1).build());
    }

    private static Facts intent(String text) {
        return Facts.at(NOW_MS).intent(text).build();
    }

    private static Optional<Facts> again(Facts facts) {
        return RecordedFacts.write(facts).flatMap(RecordedFactsTest::read);
    }

    private static Optional<Facts> read(String json) {
        try {
            return RecordedFacts.read(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
