package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.id.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTokenClaimsTest {

    private static final long MAX_SECONDS = AgentTokenClaims.MAX_EPOCH_SECONDS;

    @Property
    void tokenIdTellsItsMillisecond(
            @ForAll @LongRange(max = Ids.MAX_EPOCH_MS) long epochMs, @ForAll @Size(10) byte[] random) {
        String tokenId = AgentTokenClaims.tokenId(Ids.uuidV7(epochMs, random));

        assertThat(tokenId).startsWith("gh-").doesNotContain(":").hasSize(39);
        assertThat(AgentTokenClaims.tokenIdEpochMs(tokenId)).hasValue(epochMs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gh-",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "xx-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "gh-017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                "gh-9c5b94b1-35ad-49bb-b118-8e8fc24abf80",
                "gh-017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                "gh-017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                "gh-17f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                "gh-017f22e2:79b0-7cc3-98c4-dc0c0c07398f",
                "gh-017f22e2-79b0-7cc3-98c4-dc0c0c07398g"
            })
    void otherTextsAreNoTokenIds(String text) {
        assertThat(AgentTokenClaims.tokenIdEpochMs(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedText.claims().tokenId(text).build());
    }

    @Test
    void tokenIdMayBeGivenAsUuid() {
        UUID uuid = Ids.uuidV7(42, new byte[10]);

        assertThat(SignedText.claims().tokenId(uuid).build().tokenId()).isEqualTo("gh-" + uuid);
    }

    @Test
    void tokenIdNeedsVersionSeven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentTokenClaims.tokenId(UUID.fromString("9c5b94b1-35ad-49bb-b118-8e8fc24abf80")));
    }

    @Test
    void issueTimeIsKnownToTheMillisecond() {
        AgentTokenClaims claims = SignedText.claims().build();

        assertThat(claims.issuedAtMs()).isEqualTo(SignedText.ISSUED_AT_SECONDS * 1000 + 123);
        assertThat(claims.notBeforeSeconds()).isEqualTo(claims.issuedAtSeconds());
    }

    @Test
    void targetIsAnyUnlessSaidOtherwise() {
        AgentTokenClaims claims = AgentTokenClaims.builder()
                .issuer(SignedText.ISSUER)
                .subject("s")
                .clientId("c")
                .audience(List.of(SignedText.ISSUER))
                .issuedAtSeconds(0)
                .expiresAtSeconds(1)
                .tokenId(SignedText.TOKEN_ID)
                .transactionId("t")
                .build();

        assertThat(claims.targetService()).isEqualTo("any");
        assertThat(claims.scope()).isEmpty();
        assertThat(claims.act()).isNull();
    }

    @Test
    void listsAndMapsAreCopies() {
        List<String> audience = new ArrayList<>(List.of("a"));
        List<String> scope = new ArrayList<>(List.of("s"));
        AgentTokenClaims claims =
                SignedText.claims().audience(audience).scope(scope).build();

        audience.add("b");
        scope.clear();

        assertThat(claims.audience()).containsExactly("a");
        assertThat(claims.scope()).containsExactly("s");
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                with("longest text", c -> c.subject("s".repeat(1024))),
                with("text beyond ASCII", c -> c.subject("f:7c1:Müller 😀")),
                with("most audiences", c -> c.audience(numbered(10))),
                with("most scopes", c -> c.scope(numbered(100))),
                with("no scope", c -> c.scope(List.of())),
                with("latest expiry", c -> c.expiresAtSeconds(MAX_SECONDS)),
                with("earliest issue", c -> c.issuedAtSeconds(0)),
                with("one second", c -> c.issuedAtSeconds(7).expiresAtSeconds(8)),
                with("most details", c -> c.authorizationDetails(Collections.nCopies(20, Map.of("type", "t")))),
                with("no profile", c -> c.subjectProfile(null)),
                with("any target", c -> c.targetService("any")),
                with("handed on", c -> c.parents(List.of("1", "2", "3", "4")).login("s".repeat(1024))),
                with("of a key", c -> c.keyId("019f1e50-11aa-7b22-8c33-44dd55ee66ff")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsClaimsUpToTheirLimits(String name, UnaryOperator<AgentTokenClaimsBuilder> change) {
        assertThat(change.apply(SignedText.claims()).build()).as(name).isNotNull();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                with("iss", c -> c.issuer("")),
                with("sub", c -> c.subject(" ")),
                with("sub", c -> c.subject("s".repeat(1025))),
                with("sub", c -> c.subject("a\nb")),
                with("sub", c -> c.subject("a\u0000b")),
                with("sub", c -> c.subject("\ud800")),
                with("client_id", c -> c.clientId("")),
                with("txn", c -> c.transactionId("")),
                with("sub_profile", c -> c.subjectProfile("")),
                with("key_id", c -> c.keyId("")),
                with("key_id", c -> c.keyId("k".repeat(1025))),
                with("par", c -> c.parents(List.of("1", "2", "3", "4", "5"))),
                with("par", c -> c.parents(List.of(""))),
                with("gsid", c -> c.login("")),
                with("gsid", c -> c.login("s".repeat(1025))),
                with("aud", c -> c.audience(List.of())),
                with("aud", c -> c.audience(numbered(11))),
                with("aud", c -> c.audience(List.of("a", "b", "a"))),
                with("aud", c -> c.audience(List.of("any"))),
                with("aud", c -> c.audience(List.of("a", "b c"))),
                with("exp", c -> c.issuedAtSeconds(-1)),
                with("exp", c -> c.expiresAtSeconds(MAX_SECONDS + 1)),
                with("exp", c -> c.issuedAtSeconds(8).expiresAtSeconds(8)),
                with("exp", c -> c.issuedAtSeconds(9).expiresAtSeconds(8)),
                with("jti", c -> c.tokenId("gh-1")),
                with("authorization_details", c -> c.authorizationDetails(Collections.nCopies(21, Map.of("a", "b")))),
                with("target_service", c -> c.targetService("ANY")),
                with("target_service", c -> c.targetService("")));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("refused")
    void refusesClaimsBeyondTheirLimitsAndNamesThem(String claim, UnaryOperator<AgentTokenClaimsBuilder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(SignedText.claims()).build())
                .withMessageStartingWith("claim " + claim + " ");
    }

    @Test
    void refusesScopesAndObjectsThatATokenCannotCarry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedText.claims().scope(numbered(101)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedText.claims().scope(List.of("a b")).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SignedText.claims().act(Map.of("sub", new Object())).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SignedText.claims().confirmation(Map.of("jkt", 'x')).build());
        assertThatIllegalArgumentException().isThrownBy(() -> SignedText.claims()
                .authorizationDetails(List.of(Map.of("type", 'x')))
                .build());
    }

    @Test
    void missingClaimsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentTokenClaims.builder().build())
                .withMessage("claim iss is missing");
    }

    private static Arguments with(String name, UnaryOperator<AgentTokenClaimsBuilder> change) {
        return Arguments.of(name, change);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }
}
