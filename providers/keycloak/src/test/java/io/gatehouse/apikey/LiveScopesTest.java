package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveScopesTest {
    private static final OwnerRights HOLDS_ROLE_A_AND_VERIFY = new OwnerRights() {
        @Override
        public Set<Permission> permissions() {
            return EnumSet.of(Permission.API_KEYS_VERIFY);
        }

        @Override
        public boolean isRealmScope(String name) {
            return name.startsWith("role.");
        }

        @Override
        public boolean holds(String name) {
            return name.equals("role.a");
        }

        @Override
        public Set<String> agentScopes() {
            return Set.of("orders.read", "role.b", "agents:write");
        }
    };

    private static final String[] GRANTED = {"orders.read", "role.a", "role.b", "api-keys:verify", "agents:write"};

    @ParameterizedTest
    @EnumSource(
            value = Owner.Type.class,
            names = {"USER", "SERVICE_ACCOUNT"})
    void aUsersKeyHasOnlyWhatTheUserHoldsNow(Owner.Type type) {
        ApiKey key = Keys.of(new Owner(type, Keys.USER), GRANTED);
        assertThat(LiveScopes.of(key, HOLDS_ROLE_A_AND_VERIFY))
                .containsExactly("orders.read", "role.a", "api-keys:verify");
    }

    @Test
    void aKeyOfTheRealmCountsAsGranted() {
        assertThat(LiveScopes.of(Keys.of(Keys.realm(), GRANTED), HOLDS_ROLE_A_AND_VERIFY))
                .containsExactly(GRANTED);
    }

    @Test
    void anOrganizationConfersNeitherRolesNorAdministrativeScopes() {
        ApiKey key = Keys.of(Keys.organization(), GRANTED);
        assertThat(LiveScopes.of(key, HOLDS_ROLE_A_AND_VERIFY)).containsExactly("orders.read");
    }

    @Test
    void aKeyOfAnAgentHasWhatTheAgentMayGetAndNoAdministrativeScope() {
        ApiKey key = Keys.of(Owner.agent("agent-1"), GRANTED);
        assertThat(LiveScopes.of(key, HOLDS_ROLE_A_AND_VERIFY)).containsExactly("orders.read", "role.b");
        assertThat(LiveScopes.permissions(key, key.scopes(), HOLDS_ROLE_A_AND_VERIFY))
                .isEmpty();
    }

    @Test
    void permissionsOfAUsersKeyNeverExceedTheUsers() {
        ApiKey key = Keys.of(Owner.user(Keys.USER), Permission.ALL_SCOPE, "api-keys:verify");
        assertThat(LiveScopes.permissions(key, LiveScopes.of(key, HOLDS_ROLE_A_AND_VERIFY), HOLDS_ROLE_A_AND_VERIFY))
                .containsExactly(Permission.API_KEYS_VERIFY);
        assertThat(LiveScopes.permissions(key, key.scopes(), HOLDS_ROLE_A_AND_VERIFY))
                .containsExactly(Permission.API_KEYS_VERIFY);
    }

    @Test
    void permissionsOfAKeyOfTheRealmAreThoseOfItsScopes() {
        ApiKey key = Keys.of(Keys.realm(), "agents:write", "orders.read");
        assertThat(LiveScopes.permissions(key, key.scopes(), HOLDS_ROLE_A_AND_VERIFY))
                .containsExactlyInAnyOrder(Permission.AGENTS_READ, Permission.AGENTS_WRITE);
    }

    @Test
    void organizationsConferNoPermission() {
        ApiKey key = Keys.of(Keys.organization(), "agents:write");
        assertThat(LiveScopes.permissions(key, key.scopes(), HOLDS_ROLE_A_AND_VERIFY))
                .isEmpty();
    }
}
