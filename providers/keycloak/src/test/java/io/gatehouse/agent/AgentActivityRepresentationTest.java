package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Permission;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentActivityRepresentationTest {
    private final Caller me = caller(EnumSet.noneOf(Permission.class));

    @Test
    void peopleAreNamedToThemselvesAlone() {
        assertThat(AgentActivityRepresentation.isNamed("user", "me", me)).isTrue();
        assertThat(AgentActivityRepresentation.isNamed("admin", "me", me)).isTrue();
        assertThat(AgentActivityRepresentation.isNamed("user", "other", me)).isFalse();
        assertThat(AgentActivityRepresentation.isNamed("admin", "other", me)).isFalse();
    }

    @Test
    void programsAreNamedToEverybody() {
        for (String kind : Set.of("agent", "api_key", "system", "anonymous", "token")) {
            assertThat(AgentActivityRepresentation.isNamed(kind, "other", me)).isTrue();
        }
    }

    @Test
    void whoReadsTheAuditLogIsToldOfEverybody() {
        Caller auditor = caller(EnumSet.of(Permission.AUDIT_READ));
        assertThat(AgentActivityRepresentation.isNamed("user", "other", auditor))
                .isTrue();
    }

    @Test
    void nobodyIsNobodyToProgramsWithoutAPersonBehindThem() {
        Caller key =
                new Caller(Caller.Kind.API_KEY, "k1", null, Set.of(), Set.of(), null, "api_key", null, true, false);
        assertThat(AgentActivityRepresentation.isNamed("user", "other", key)).isFalse();
    }

    private static Caller caller(Set<Permission> permissions) {
        return new Caller(Caller.Kind.USER, "me", "me", permissions, Set.of(), null, "bearer", 0L, true, false);
    }
}
