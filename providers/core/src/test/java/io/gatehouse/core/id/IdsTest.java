package io.gatehouse.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private static final long MAX_MS = 281_474_976_710_655L;

    @Test
    void makesTheExampleOfTheRfc() {
        // RFC 9562, appendix A.6: rand_a is 0xCC3, rand_b is 0x18C4DC0C0C07398F.
        byte[] random = HexFormat.of().parseHex("0cc318c4dc0c0c07398f");

        assertThat(Ids.uuidV7(0x017F22E279B0L, random))
                .isEqualTo(UUID.fromString("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
    }

    @Property
    void uuidKeepsItsTimeVersionAndVariant(
            @ForAll @LongRange(max = MAX_MS) long epochMs, @ForAll @Size(10) byte[] random) {
        UUID uuid = Ids.uuidV7(epochMs, random);

        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(Ids.epochMs(uuid)).isEqualTo(epochMs);
        assertThat(Ids.isV7(uuid)).isTrue();
    }

    @Property
    void uuidTextSortsByTime(
            @ForAll @LongRange(max = MAX_MS) long earlierMs,
            @ForAll @LongRange(max = MAX_MS) long laterMs,
            @ForAll @Size(10) byte[] random) {
        String earlier = Ids.uuidV7(Math.min(earlierMs, laterMs), random).toString();
        String later = Ids.uuidV7(Math.max(earlierMs, laterMs), random).toString();

        assertThat(earlier).isLessThanOrEqualTo(later);
    }

    @Test
    void uuidUsesSeventyFourRandomBits() {
        byte[] ones = HexFormat.of().parseHex("ff".repeat(10));

        assertThat(Ids.uuidV7(0, ones)).hasToString("00000000-0000-7fff-bfff-ffffffffffff");
        assertThat(Ids.uuidV7(MAX_MS, new byte[10])).hasToString("ffffffff-ffff-7000-8000-000000000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MAX_MS + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void uuidRefusesTimesOutOfRange(long epochMs) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.uuidV7(epochMs, new byte[10]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 11})
    void uuidRefusesAnyOtherNumberOfBytes(int count) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.uuidV7(0, new byte[count]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9c5b94b1-35ad-49bb-b118-8e8fc24abf80", // version 4
                "017f22e2-79b0-7cc3-18c4-dc0c0c07398f", // variant of NCS
                "017f22e2-79b0-7cc3-d8c4-dc0c0c07398f", // variant of Microsoft
                "00000000-0000-0000-0000-000000000000"
            })
    void timeIsReadFromVersionSevenOnly(String uuid) {
        assertThat(Ids.isV7(UUID.fromString(uuid))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.epochMs(UUID.fromString(uuid)));
    }

    @Property
    void agentIdIsRecognised(@ForAll @Size(6) byte[] random) {
        String id = Ids.agentId(random);

        assertThat(id).matches("agent_[0-9a-f]{12}");
        assertThat(Ids.isAgentId(id)).isTrue();
    }

    @Test
    void agentIdSpellsItsBytes() {
        assertThat(Ids.agentId(new byte[] {0, 1, (byte) 0xab, (byte) 0xff, 0x7f, (byte) 0x80}))
                .isEqualTo("agent_0001abff7f80");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7})
    void agentIdRefusesAnyOtherNumberOfBytes(int count) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.agentId(new byte[count]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "agent_",
                "agent_0001abff7f8",
                "agent_0001abff7f800",
                "agent_0001ABff7f80",
                "agent_0001abff7f8g",
                "agent_0001abff7f8/",
                "agent_0001abff7f8:",
                "agent_0001abff7f8`",
                "Agent_0001abff7f80",
                "agent-0001abff7f80",
                "agent_0001abff7f8\u0660",
                "agent_0001abff7f80\n"
            })
    void otherTextsAreNoAgentIds(String text) {
        assertThat(Ids.isAgentId(text)).isFalse();
    }
}
