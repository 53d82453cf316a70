package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.agent.AgentBatches.Target;
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

class AgentBatchesTest {
    @Test
    void targetIsAnOwnerAnOrganizationOrABlueprint() {
        assertThat(target("{\"owner\":\"Team\"}")).isEqualTo(owner(new Owner(Owner.Type.TEXT, "Team")));
        assertThat(target("{\"owner\":{\"type\":\"user\",\"id\":\"u\"}}")).isEqualTo(owner(Owner.user("u")));
        assertThat(target("{\"organization_id\":\"o\"}")).isEqualTo(new Target(null, "o", null));
        assertThat(target("{\"blueprint_id\":\"b\"}")).isEqualTo(Target.ofBlueprint("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"owner\":null}",
                "{\"owner\":\"Team\",\"organization_id\":\"o\"}",
                "{\"owner\":\"Team\",\"blueprint_id\":\"b\"}",
                "{\"organization_id\":\"o\",\"blueprint_id\":\"b\"}",
                "{\"blueprint_id\":\"\"}",
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
        Target other = owner(Owner.user("other"));
        Target me = owner(Owner.user("me"));
        Target organization = new Target(null, "o", null);
        Reach person = new Reach(false, "me", Set.of(), null);

        assertThat(AgentBatches.isAnyWithin(me, person)).isTrue();
        assertThat(AgentBatches.isAnyWithin(other, person)).isFalse();
        assertThat(AgentBatches.isAnyWithin(organization, person)).isFalse();
        assertThat(AgentBatches.isAnyWithin(Target.ofBlueprint("b"), person)).isFalse();
        assertThat(AgentBatches.isAnyWithin(organization, new Reach(false, "me", Set.of("o"), null)))
                .isTrue();
        assertThat(AgentBatches.isAnyWithin(other, new Reach(true, null, Set.of(), null)))
                .isTrue();
    }

    private static Target owner(Owner owner) {
        return new Target(owner, null, null);
    }

    private static Target target(String body) {
        return AgentBulkResource.target(new Fields(Json.readObject(body.getBytes(StandardCharsets.UTF_8), 1_000)));
    }
}
