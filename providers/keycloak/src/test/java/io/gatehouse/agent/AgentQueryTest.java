package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentQueryTest {
    @Test
    void wildcardsOfASearchAreOrdinaryCharacters() {
        assertThat(AgentQuery.containing("50%_off!")).isEqualTo("%50!%!_off!!%");
        assertThat(AgentQuery.containing("a\\b")).isEqualTo("%a\\b%");
    }
}
