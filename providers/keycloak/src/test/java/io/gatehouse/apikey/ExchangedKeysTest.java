package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExchangedKeysTest {
    private static final String ID = "id-1";

    private final RealmFixture realm = new RealmFixture();
    private final ExchangedKeyCache cache = new ExchangedKeyCache();
    private final ExchangedKeys keys = keys(realm, realm.eligibility());

    @BeforeEach
    void populate() {
        realm.people.add(Keys.USER);
        realm.organizations.add(Keys.ORGANIZATION);
        store(Keys.row(Owner.user(Keys.USER), Keys.ORGANIZATION, Long.MAX_VALUE, "orders.read", "role.a"));
    }

    private ExchangedKeys keys(RealmFixture of, Eligibility eligibility) {
        ApiKeyVerification verification = new ApiKeyVerification(
                of.scope, eligibility, new ApiKeyCache(), new KeyUsage(), new KeyMeters(of), TestPolicies::allow);
        return new ExchangedKeys(of.scope, eligibility, verification, cache);
    }

    private void store(ApiKeyEntity row) {
        realm.rowsById.put(ID, row);
    }

    private boolean isAlive(String... scopes) {
        return keys.alive(ID, List.of(scopes)).isPresent();
    }

    @Test
    void aKeyThatIsKnownCostsNoQuery() {
        assertThat(isAlive("orders.read")).isTrue();
        assertThat(isAlive("orders.read")).isTrue();
        assertThat(realm.queries).containsExactly("gatehouse.apiKeyById");
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void anUnknownKeyIsDeadAndNotRemembered() {
        assertThat(keys.alive("other", List.of())).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void aKeyThatWasRevokedIsDeadThoughItIsCached() {
        assertThat(isAlive()).isTrue();
        realm.revokeByNotice(ID);
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aKeyThatWasChangedIsReadAgain() {
        assertThat(isAlive("orders.read")).isTrue();
        ApiKeyEntity narrowed = Keys.row(Owner.user(Keys.USER), Keys.ORGANIZATION, Long.MAX_VALUE, "orders.read");
        narrowed.grant(List.of(), Keys.CREATED_AT_MS + 1);
        store(narrowed);
        realm.outdateByNotice(ID, Keys.CREATED_AT_MS);
        assertThat(isAlive("orders.read")).isFalse();
        assertThat(isAlive()).isTrue();
        assertThat(realm.queries).hasSize(2);
    }

    @Test
    void aKeyThatIsOffIsDead() {
        ApiKeyEntity off = Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE);
        off.switchOff(1);
        store(off);
        assertThat(isAlive()).isFalse();
    }

    @Test
    void anExpiredKeyIsDead() {
        store(Keys.row(Owner.user(Keys.USER), null, 1));
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aKeyOfADisabledOwnerOrOrganizationIsDeadThoughItIsCached() {
        assertThat(isAlive()).isTrue();
        realm.disabled.add(Keys.USER);
        assertThat(isAlive()).isFalse();
        realm.disabled.clear();
        realm.disabled.add(Keys.ORGANIZATION);
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aTokenDiesWithEachOfItsScopes() {
        realm.realmScopes.add("role.a");
        realm.heldScopes.add(Keys.USER + ":role.a");
        assertThat(isAlive("orders.read", "role.a")).isTrue();
        realm.heldScopes.clear();
        assertThat(isAlive("orders.read", "role.a")).isFalse();
        assertThat(isAlive("orders.read")).isTrue();
    }

    @Test
    void aNodeWithoutRevocationStateCallsNothingAlive() {
        RealmFixture unloaded = new RealmFixture();
        unloaded.rowsById.put(ID, Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE));
        ExchangedKeys onIt = keys(unloaded, new Eligibility(unloaded.scope, unloaded.revocations, ActingAgents.NONE));
        assertThatThrownBy(() -> onIt.alive(ID, List.of()))
                .isInstanceOfSatisfying(
                        GatehouseException.class, e -> assertThat(e.status()).isEqualTo(503));
    }
}
