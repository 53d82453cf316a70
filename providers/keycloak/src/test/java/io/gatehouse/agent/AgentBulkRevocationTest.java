package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.agent.AgentBulkRevocation.Target;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentBulkRevocationTest {
    @Test
    void targetIsAnOwnerOrAnOrganization() {
        assertThat(target("{\"owner\":\"Team\"}")).isEqualTo(new Target(new Owner(Owner.Type.TEXT, "Team"), null));
        assertThat(target("{\"owner\":{\"type\":\"user\",\"id\":\"u\"}}")).isEqualTo(new Target(Owner.user("u"), null));
        assertThat(target("{\"organization_id\":\"o\"}")).isEqualTo(new Target(null, "o"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"owner\":null}",
                "{\"owner\":\"Team\",\"organization_id\":\"o\"}",
                "{\"owner\":{\"type\":\"agent\",\"id\":\"a\"}}",
                "{\"owner\":{\"type\":\"user\"}}",
                "{\"organization_id\":\"\"}",
                "{\"blueprint\":\"b\"}"
            })
    void anythingElseIsRefused(String body) {
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> target(body))
                .matches(refusal -> refusal.status() == 422);
    }

    @Test
    void whoManagesNothingReachesNobodyElses() {
        Target other = new Target(Owner.user("other"), null);
        Target me = new Target(Owner.user("me"), null);
        Target organization = new Target(null, "o");
        Reach person = new Reach(false, "me", Set.of(), null);

        assertThat(AgentBulkRevocation.isAnyWithin(me, person)).isTrue();
        assertThat(AgentBulkRevocation.isAnyWithin(other, person)).isFalse();
        assertThat(AgentBulkRevocation.isAnyWithin(organization, person)).isFalse();
        assertThat(AgentBulkRevocation.isAnyWithin(organization, new Reach(false, "me", Set.of("o"), null)))
                .isTrue();
        assertThat(AgentBulkRevocation.isAnyWithin(other, new Reach(true, null, Set.of(), null)))
                .isTrue();
    }

    private static Target target(String body) {
        return AgentBulkResource.target(new Fields(Json.readObject(body.getBytes(StandardCharsets.UTF_8), 1_000)));
    }
}
