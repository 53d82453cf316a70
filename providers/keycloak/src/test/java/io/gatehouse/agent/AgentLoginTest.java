package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentLoginTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://agent.example.com/callback",
                "https://agent.example.com/",
                "https://agent.example.com:8443/a?b=c",
                "http://127.0.0.1:9/callback",
                "http://localhost/callback",
                "http://[::1]:9/callback"
            })
    void addressOfTheAgentIsTaken(String uri) {
        assertThat(AgentLogin.isRedirectUri(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://agent.example.com/*",
                "https://*.example.com/",
                "http://agent.example.com/callback",
                "https://user@agent.example.com/",
                "https://agent.example.com/#fragment",
                "javascript:alert(1)",
                "data:text/html,x",
                "agent:/callback",
                "/callback",
                "//agent.example.com/callback",
                "https:///callback",
                "https://agent.example.com/a b",
                "https://\u00e4gent.example.com/",
                "${authBaseUrl}/x",
                ""
            })
    void addressThatLeavesSomethingToOthersIsRefused(String uri) {
        assertThat(AgentLogin.isRedirectUri(uri)).isFalse();
    }

    @Test
    void whatIsTakenAwayIsNoticed() {
        AgentLogin both = new AgentLogin(List.of("https://a.example/"), true);

        assertThat(AgentLogin.NONE.takesFrom(both)).isTrue();
        assertThat(new AgentLogin(List.of("https://b.example/"), true).takesFrom(both))
                .isTrue();
        assertThat(both.takesFrom(AgentLogin.NONE)).isFalse();
        assertThat(both.changedSince(AgentLogin.NONE)).containsExactly("redirect_uris", "device_flow");
        assertThat(both.changedSince(both)).isEmpty();
    }
}
