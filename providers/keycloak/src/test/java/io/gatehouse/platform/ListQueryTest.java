package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListQueryTest {
    @Test
    void wildcardsThatPeopleLookForAreLiteral() {
        assertThat(ListQuery.literal("50%_off!")).isEqualTo("50!%!_off!!");
        assertThat(ListQuery.literal("a\\b")).isEqualTo("a\\b");
    }
}
