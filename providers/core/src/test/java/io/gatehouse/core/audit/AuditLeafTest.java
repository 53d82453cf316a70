package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AuditLeafTest {
    private static final long TIME = 1_782_914_400_007L;

    private static final AuditLeaf LEAF = new AuditLeaf(
            "e-1",
            "r-1",
            "token.issued",
            TIME,
            new AuditLeaf.Party("agent", "agent_1"),
            "agent_1",
            "u-1",
            "k-1",
            new AuditLeaf.Party("service", "billing"),
            "allow",
            "d-1",
            "leaked",
            "private_key_jwt",
            "req-1",
            "cor-1",
            Map.of("ttl_seconds", 300, "scope", List.of("b", "a")),
            Map.of("ip", "commitment"));

    @Test
    void leafIsTheCanonicalObjectOfTheEventAtItsPlace() {
        assertThat(new String(LEAF.bytes(3, Hash.NONE), UTF_8))
                .isEqualTo("{\"actor\":{\"id\":\"agent_1\",\"type\":\"agent\"},\"agent\":\"agent_1\","
                        + "\"auth_method\":\"private_key_jwt\",\"cause\":\"leaked\",\"correlation_id\":\"cor-1\","
                        + "\"data\":{\"scope\":[\"b\",\"a\"],\"ttl_seconds\":300},\"decision\":\"allow\","
                        + "\"decision_id\":\"d-1\",\"id\":\"e-1\",\"key\":\"k-1\","
                        + "\"personal\":{\"ip\":\"commitment\"},\"prev\":\"" + "A".repeat(43) + "\","
                        + "\"realm\":\"r-1\",\"request_id\":\"req-1\",\"seq\":3,\"subject\":\"u-1\","
                        + "\"target\":{\"id\":\"billing\",\"type\":\"service\"},"
                        + "\"time\":\"2026-07-01T14:00:00.007Z\",\"type\":\"token.issued\"}");
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        AuditLeaf bare = new AuditLeaf(
                "e",
                "r",
                "t",
                0,
                new AuditLeaf.Party("user", "u"),
                null,
                null,
                null,
                new AuditLeaf.Party("realm", "r"),
                null,
                null,
                null,
                "bearer",
                "q",
                null,
                Map.of(),
                Map.of());

        assertThat(bare.members(0, Hash.NONE))
                .containsOnlyKeys(
                        "seq", "prev", "id", "realm", "type", "time", "actor", "target", "auth_method", "request_id")
                .containsEntry("time", "1970-01-01T00:00:00.000Z");
    }

    @Test
    void leafNamesTheOneBeforeIt() {
        Hash first = Hash.ofLeaf(LEAF.bytes(0, Hash.NONE));

        assertThat(LEAF.members(1, first)).containsEntry("prev", first.base64Url());
        assertThat(Hash.ofLeaf(LEAF.bytes(1, first))).isNotEqualTo(Hash.ofLeaf(LEAF.bytes(1, Hash.NONE)));
    }

    @Property
    void commitmentMatchesItsOwnFactOnly(
            @ForAll @AlphaChars @StringLength(min = 1, max = 32) String name,
            @ForAll @Size(Commitment.SALT_BYTES) byte[] salt,
            @ForAll String value) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
        byte[] otherSalt = salt.clone();
        otherSalt[0]++;
        String commitment = Commitment.of(name, salt, value);

        assertThat(Commitment.matches(commitment, name, text, value)).isTrue();
        assertThat(Commitment.matches(commitment, name, text, value + "x")).isFalse();
        assertThat(Commitment.matches(commitment, name + "x", text, value)).isFalse();
        assertThat(Commitment.matches(
                        commitment,
                        name,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(otherSalt),
                        value))
                .isFalse();
    }

    @Test
    void saltThatIsNoneNeverMatches() {
        assertThat(Commitment.matches("x", "ip", "not base64!", "v")).isFalse();
        assertThat(Commitment.matches("x", "ip", "AAAA", "v")).isFalse();
    }
}
