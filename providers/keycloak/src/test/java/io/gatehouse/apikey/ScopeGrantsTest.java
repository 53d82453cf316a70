package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Caller.Kind;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeGrantsTest {
    private static final List<String> SELF_SERVICE = List.of("orders.read", "role.a", "role.b");

    private static ScopeGrants grants(Caller caller) {
        return new ScopeGrants(caller, SELF_SERVICE, "role.b"::equals);
    }

    private static GatehouseException refusal(Caller caller, String scope) {
        try {
            grants(caller).require(List.of(scope));
        } catch (GatehouseException e) {
            return e;
        }
        throw new AssertionError("granted: " + scope);
    }

    @Test
    void peopleGrantSelfServiceScopesAndThoseOfTheRealmThatTheyHold() {
        Caller person = Callers.user(Keys.USER, Set.of());
        assertThatCode(() -> grants(person).require(List.of("orders.read", "role.a")))
                .doesNotThrowAnyException();
    }

    @Test
    void peopleDoNotGrantARoleThatTheyDoNotHoldThoughItIsSelfService() {
        GatehouseException refusal = refusal(Callers.user(Keys.USER, Set.of()), "role.b");
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.errors().get(0).detail()).contains("role.b");
    }

    @Test
    void peopleDoNotGrantApplicationScopesOfTheirOwn() {
        GatehouseException refusal = refusal(Callers.user(Keys.USER, Set.of()), "billing.admin");
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/scopes");
        assertThat(refusal.errors().get(0).detail()).contains("billing.admin");
    }

    @Test
    void managersOfKeysGrantAnyApplicationScope() {
        Caller manager = Callers.admin(null, false, Permission.API_KEYS_WRITE);
        assertThatCode(() -> grants(manager).require(List.of("billing.admin", "role.b")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = Permission.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUDIT_ERASE", "APPROVALS_DECIDE"})
    void nobodyGrantsAnAdministrativeScopeWithoutHoldingItsPermission(Permission permission) {
        Permission[] allOthers =
                Permission.all().stream().filter(other -> other != permission).toArray(Permission[]::new);
        for (Kind kind : Kind.values()) {
            GatehouseException refusal =
                    refusal(Callers.of(kind, Keys.USER, Set.of(), true, allOthers), permission.scope());
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.members()).containsEntry("required_scope", permission.scope());
        }
    }

    @Test
    void nobodyGrantsWhatIsForPeopleOnly() {
        Caller holder = Callers.admin(null, false, Permission.all().toArray(Permission[]::new));

        assertThat(refusal(holder, Permission.AUDIT_ERASE.scope()).status()).isEqualTo(422);
        assertThat(refusal(holder, Permission.APPROVALS_DECIDE.scope()).status())
                .isEqualTo(422);
    }

    @Test
    void everyPermissionOfACompositeScopeIsNeeded() {
        Permission[] reads = Permission.reads().toArray(Permission[]::new);
        Caller viewer = Callers.admin(null, false, reads);
        assertThatCode(() -> grants(viewer).require(List.of(Permission.READ_SCOPE)))
                .doesNotThrowAnyException();
        assertThat(refusal(viewer, Permission.ALL_SCOPE).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gatehouse:root", "tokens:mint", "audit:write", "gatehouse:"})
    void anAdministrativeNameWithoutAMeaningIsReservedEvenForWhoHoldsEverything(String scope) {
        Caller everything = Callers.admin(null, true, Permission.all().toArray(Permission[]::new));
        assertThat(refusal(everything, scope).errors().get(0).code()).isEqualTo("scope_reserved");
    }

    @Test
    void wideningNeedsWhatMakingNeeds() {
        Caller longAgo =
                new Caller(Kind.USER, "caller-1", Keys.USER, Set.of(), Set.of(), null, "bearer", 0L, true, false);
        assertThatThrownBy(() -> grants(longAgo).requireMayWiden(Caller.RECENT_AUTHENTICATION_MS + 1))
                .isInstanceOf(GatehouseException.class);
        assertThatCode(() -> grants(longAgo).requireMayWiden(Caller.RECENT_AUTHENTICATION_MS))
                .doesNotThrowAnyException();
    }
}
