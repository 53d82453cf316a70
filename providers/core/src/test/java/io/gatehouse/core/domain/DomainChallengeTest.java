package io.gatehouse.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainChallengeTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** The token is the number that the bytes are, without its last four bits: none of the 260 is lost. */
    @Property
    void tokenCarriesTwoHundredAndSixtyBits(@ForAll @Size(DomainChallenge.ENTROPY_BYTES) byte[] entropy) {
        BigInteger read = BigInteger.ZERO;
        for (char c : DomainChallenge.of(entropy).token().toCharArray()) {
            read = read.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(c)));
        }

        assertThat(read).isEqualTo(new BigInteger(1, entropy).shiftRight(4));
    }

    @Test
    void recordStandsBelowItsLabel() {
        DomainChallenge challenge = DomainChallenge.of(new byte[DomainChallenge.ENTROPY_BYTES]);

        assertThat(DomainChallenge.recordName(new DomainName("acme.example")))
                .isEqualTo("_gatehouse-challenge.acme.example");
        assertThat(challenge.recordValue()).isEqualTo("gatehouse-domain-verification=" + "a".repeat(52));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 34})
    void tokenIsMadeFromExactlySoManyBytes(int count) {
        assertThatIllegalArgumentException().isThrownBy(() -> DomainChallenge.of(new byte[count]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A", "1"})
    void tokenOfAnotherFormIsRefused(String last) {
        String text = "a".repeat(last.equals("a") ? 52 : 51) + last;

        assertThatIllegalArgumentException().isThrownBy(() -> new DomainChallenge(text));
    }
}
