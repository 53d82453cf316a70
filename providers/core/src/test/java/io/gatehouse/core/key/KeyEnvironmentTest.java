package io.gatehouse.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEnvironmentTest {

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(KeyEnvironment environment) {
        assertThat(KeyEnvironment.of(environment.text())).contains(environment);
    }

    @Test
    void writesTheWordsOfTheKeyFormat() {
        assertThat(KeyEnvironment.LIVE.text()).isEqualTo("live");
        assertThat(KeyEnvironment.TEST.text()).isEqualTo("test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LIVE", "Live", "live ", "prod"})
    void otherWordsAreNoEnvironment(String text) {
        assertThat(KeyEnvironment.of(text)).isEmpty();
    }
}
