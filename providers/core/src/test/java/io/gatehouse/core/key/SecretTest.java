package io.gatehouse.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Property(tries = 200)
    void neverShowsItself(@ForAll @AlphaChars @StringLength(min = 1, max = 60) String text) {
        assertThat(Secret.of(text)).hasToString("Secret[redacted]");
        assertThat(Secret.of(text).hashCode()).isEqualTo(Secret.of("other").hashCode());
        assertThat(Secret.of(text).reveal()).isEqualTo(text);
    }

    @Property(tries = 200)
    void equalsExactlyTheSameText(
            @ForAll @StringLength(min = 1, max = 8) String one, @ForAll @StringLength(min = 1, max = 8) String other) {
        assertThat(Secret.of(one).equals(Secret.of(other))).isEqualTo(one.equals(other));
        assertThat(Secret.of(one)).isEqualTo(Secret.of(one));
    }

    @Test
    void equalsNothingElse() {
        assertThat(Secret.of("a")).isNotEqualTo("a").isNotEqualTo(null).isNotEqualTo(Secret.of("b"));
    }

    @Test
    void isNeverEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(""));
    }
}
