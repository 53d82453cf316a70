package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void onlySoManyFaultsAreTold() {
        Faults faults = new Faults();
        for (int i = 0; i < Faults.MAX_FAULTS + 1; i++) {
            faults.add("/" + i, "invalid_value", "No.");
        }

        assertThat(faults.found()).hasSize(Faults.MAX_FAULTS);
        assertThat(faults.found().get(Faults.MAX_FAULTS - 1).pointer()).isEqualTo("/" + (Faults.MAX_FAULTS - 1));
    }

    @Test
    void longNamesAreCutInPointers() {
        String longest = "a".repeat(Faults.MAX_VALUE_LENGTH);

        assertThat(Faults.escaped(longest)).isEqualTo(longest);
        assertThat(Faults.escaped(longest + "b")).isEqualTo(longest);
        assertThat(Faults.escaped("a~/b")).isEqualTo("a~0~1b");
    }
}
