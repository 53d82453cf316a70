package io.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeBodiesTest {
    @Test
    void lastWordIsTheLastName() {
        assertThat(MeBodies.split("Augusta Ada King")).isEqualTo(new Accounts.Names("Augusta Ada", "King"));
        assertThat(MeBodies.split("Ada")).isEqualTo(new Accounts.Names("Ada", ""));
        assertThat(MeBodies.split("")).isEqualTo(new Accounts.Names("", ""));
    }
}
