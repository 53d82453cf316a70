package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionTest {
    @Test
    void everythingScopeCarriesEverythingButWhatIsForPeopleOnly() {
        assertThat(Permission.ofScope("gatehouse:*"))
                .isEqualTo(Permission.withoutPeopleOnly(Permission.all()))
                .hasSize(Permission.all().size() - 2)
                .doesNotContain(Permission.AUDIT_ERASE, Permission.APPROVALS_DECIDE);
    }

    @Test
    void noScopeCarriesWhatIsForPeopleOnly() {
        assertThat(Permission.ofScope(Permission.AUDIT_ERASE.scope())).isEmpty();
        assertThat(AdminRole.permissionsOf("erase-audit"::equals)).isEqualTo(Set.of(Permission.AUDIT_ERASE));
        assertThat(Permission.ofScope(Permission.APPROVALS_DECIDE.scope())).isEmpty();
        assertThat(AdminRole.permissionsOf("decide-approvals"::equals)).isEqualTo(Set.of(Permission.APPROVALS_DECIDE));
    }

    @Test
    void readScopeCarriesReadsButNotTheAuditLog() {
        assertThat(Permission.ofScope("gatehouse:read"))
                .contains(Permission.AGENTS_READ, Permission.API_KEYS_READ, Permission.SETTINGS_READ)
                .doesNotContain(Permission.AUDIT_READ, Permission.API_KEYS_VERIFY, Permission.AGENTS_WRITE);
    }

    @Test
    void writeCarriesItsRead() {
        assertThat(Permission.ofScope("agents:write"))
                .containsExactlyInAnyOrder(Permission.AGENTS_WRITE, Permission.AGENTS_READ);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calendar.read", "agents:writ", "AGENTS:WRITE", "", "*"})
    void applicationScopesCarryNothing(String scope) {
        assertThat(Permission.ofScope(scope)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void everyPermissionIsAnAdministrativeScope(Permission permission) {
        assertThat(Permission.isAdministrative(permission.scope())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens:mint", "audit:anything", "gatehouse:x"})
    void reservedNamesAreAdministrativeEvenWithoutAMeaning(String scope) {
        assertThat(Permission.isAdministrative(scope)).isTrue();
    }

    @Test
    void managingConfersEverythingAndVerifyingOnlyThat() {
        assertThat(AdminRole.permissionsOf("manage-gatehouse"::equals)).isEqualTo(Permission.all());
        assertThat(AdminRole.permissionsOf("verify-api-keys"::equals)).isEqualTo(Set.of(Permission.API_KEYS_VERIFY));
        assertThat(AdminRole.permissionsOf("realm-admin"::equals)).isEmpty();
    }
}
