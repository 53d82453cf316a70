package io.gatehouse.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentCredential;
import io.gatehouse.agent.AgentDetails;
import io.gatehouse.agent.AgentLogin;
import io.gatehouse.agent.AgentMarks;
import io.gatehouse.agent.AgentMode;
import io.gatehouse.agent.AgentStatus;
import io.gatehouse.agent.AgentUpkeep;
import io.gatehouse.agent.CertificateName;
import io.gatehouse.agent.FederatedIdentity;
import io.gatehouse.agent.Jwks;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentClientAttributesTest {
    private static final String PKCE = "pkce.code.challenge.method";
    private static final String DEVICE_FLOW = "oauth2.device.authorization.grant.enabled";

    @ParameterizedTest
    @EnumSource
    void loginIsWithPkceWhateverProvesTheAgent(AgentCredential credential) {
        Map<String, String> attributes =
                AgentClientAttributes.of(agent(credential, AgentMode.BOTH, new AgentLogin(List.of(), true)));

        assertThat(attributes).containsEntry(PKCE, "S256").containsEntry(DEVICE_FLOW, "true");
        assertThat(attributes)
                .containsAllEntriesOf(AgentClientAttributes.of(agent(credential, AgentMode.BOTH, AgentLogin.NONE)));
    }

    @ParameterizedTest
    @EnumSource
    void loginIsOffByItselfAndAtAnAgentThatActsForItselfOnly(AgentCredential credential) {
        assertThat(AgentClientAttributes.of(agent(credential, AgentMode.BOTH, AgentLogin.NONE)))
                .containsEntry(AgentClientAttributes.MARK, "true")
                .doesNotContainKeys(PKCE, DEVICE_FLOW);
        assertThat(AgentClientAttributes.of(
                        agent(credential, AgentMode.AUTONOMOUS, new AgentLogin(List.of("https://a.example/"), true))))
                .doesNotContainKeys(PKCE, DEVICE_FLOW);
    }

    private static Agent agent(AgentCredential credential, AgentMode mode, AgentLogin login) {
        AgentDetails details = new AgentDetails(
                "Bot",
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                Map.of(),
                only(credential, AgentCredential.PUBLIC_KEY, new Jwks("{\"keys\":[]}")),
                AgentUpkeep.NONE,
                null,
                false,
                only(credential, AgentCredential.FEDERATED, new FederatedIdentity("k8s", "system:bot")),
                only(credential, AgentCredential.CERTIFICATE, new CertificateName("CN=bot", "CN=ca")));
        return new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                mode,
                credential,
                details,
                AgentStatus.ACTIVE,
                0,
                "u1",
                0,
                0,
                new AgentMarks(null, null, null, null, null, login));
    }

    private static <T> @Nullable T only(AgentCredential actual, AgentCredential wanted, T value) {
        return actual == wanted ? value : null;
    }
}
