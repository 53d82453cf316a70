package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
    private static final long NOW_MS = Keys.CREATED_AT_MS + 1_000;
    private static final long DAY_MS = 86_400_000;

    /** What a rotation does to the rows. */
    @Nested
    class Rows {
        @Test
        void successorHasEverythingButTheTextAndTheUse() {
            ApiKeyEntity old = Keys.row(Keys.organization(), Keys.ORGANIZATION, NOW_MS + 90 * DAY_MS, "a", "b");

            ApiKey fresh = successor(old).toKey();

            ApiKey key = old.toKey();
            assertThat(List.of(fresh.name(), fresh.owner(), fresh.scopes(), fresh.audiences(), fresh.metadata()))
                    .isEqualTo(List.of(key.name(), key.owner(), key.scopes(), key.audiences(), key.metadata()));
            assertThat(fresh.organizationId()).isEqualTo(key.organizationId());
            assertThat(fresh.environment()).isEqualTo(key.environment());
            assertThat(fresh.expiresAtMs()).isEqualTo(key.expiresAtMs());
            assertThat(fresh.kid()).isNotEqualTo(key.kid());
            assertThat(fresh.use()).isEqualTo(new ApiKey.Use(0, null));
            assertThat(fresh.succession().replaces()).isEqualTo(key.id());
        }

        @Test
        void oldKeyEndsWithTheOverlapAndNeverLaterThanBefore() {
            ApiKeyEntity longLived = Keys.row(Keys.realm(), null, NOW_MS + 90 * DAY_MS);
            ApiKeyEntity shortLived = Keys.row(Keys.realm(), null, NOW_MS + 60_000);

            longLived.replaceBy("id-2", NOW_MS + DAY_MS, null, NOW_MS);
            shortLived.replaceBy("id-2", NOW_MS + DAY_MS, null, NOW_MS);

            assertThat(longLived.toKey().expiresAtMs()).isEqualTo(NOW_MS + DAY_MS);
            assertThat(shortLived.toKey().expiresAtMs()).isEqualTo(NOW_MS + 60_000);
        }

        @Test
        void useIsLookedForOnlyWhereTheOverlapOutlivesTheIdleTime() {
            ApiKeyEntity old = Keys.row(Keys.realm(), null, NOW_MS + 90 * DAY_MS);
            ApiKeyEntity tooShort = Keys.row(Keys.realm(), null, NOW_MS + 90 * DAY_MS);

            old.replaceBy("id-2", NOW_MS + DAY_MS, 23, NOW_MS);
            tooShort.replaceBy("id-2", NOW_MS + DAY_MS, 24, NOW_MS);

            assertThat(old.isLookForUseDue(NOW_MS + 23 * 3_600_000 - 1)).isFalse();
            assertThat(old.isLookForUseDue(NOW_MS + 23 * 3_600_000)).isTrue();
            assertThat(tooShort.isLookForUseDue(Long.MAX_VALUE)).isFalse();
        }

        @Test
        void revokedKeyIsLookedAtNoMore() {
            ApiKeyEntity old = Keys.row(Keys.realm(), null, NOW_MS + 90 * DAY_MS);
            old.replaceBy("id-2", NOW_MS + 20 * DAY_MS, 23, NOW_MS);
            assertThat(old.isNoticeDue(NOW_MS + 6 * DAY_MS)).isTrue();

            old.revoke(NOW_MS + 1);

            assertThat(old.isNoticeDue(Long.MAX_VALUE)).isFalse();
            assertThat(old.isLookForUseDue(Long.MAX_VALUE)).isFalse();
        }

        private static ApiKeyEntity successor(ApiKeyEntity old) {
            return old.successor("id-2", Keys.text(2), Keys.peppers().digest("x"), "admin-1", NOW_MS);
        }
    }

    /** Who may rotate. */
    @Nested
    class Right {
        private static final Caller PERSON = Callers.user(Keys.USER, Set.of(Keys.ORGANIZATION));
        private static final Caller MANAGER =
                Callers.admin("admin-1", false, Permission.API_KEYS_WRITE, Permission.API_KEYS_READ);
        private static final Caller OWN_KEY =
                Callers.of(Caller.Kind.API_KEY, Keys.USER, Set.of(), false, Permission.API_KEYS_WRITE);

        @Test
        void personRotatesItsOwnKeyWithWhateverApplicationScopesItHas() {
            assertAllowed(PERSON, Owner.user(Keys.USER), "granted.by.admin");
        }

        @Test
        void personRotatesKeysOfItsOrganizationWithSelfServiceScopesAlone() {
            assertAllowed(PERSON, Keys.organization(), "self.service");
            assertRefused(PERSON, Keys.organization(), "granted.by.admin").isEqualTo("scope_not_allowed");
        }

        @Test
        void anotherPersonsKeyNeedsImpersonation() {
            assertRefused(MANAGER, Owner.user(Keys.USER)).isEqualTo("impersonation_required");
            assertRefused(PERSON, Owner.user("user-2")).isEqualTo("impersonation_required");
            assertAllowed(Callers.admin("admin-1", true, Permission.API_KEYS_WRITE), Owner.user(Keys.USER));
        }

        @Test
        void administrativeScopesAreForThoseWhoHoldThem() {
            assertRefused(MANAGER, Keys.realm(), "tokens:issue").isEqualTo("forbidden");
            assertRefused(PERSON, Owner.user(Keys.USER), "api-keys:write").isEqualTo("forbidden");
            assertRefused(OWN_KEY, Owner.user(Keys.USER), "gatehouse:*").isEqualTo("forbidden");
            assertAllowed(MANAGER, Keys.realm(), "api-keys:write");
        }

        @Test
        void keysOfTheRealmAndOfServiceAccountsNeedTheWritePermission() {
            assertRefused(PERSON, Keys.realm()).isEqualTo("forbidden");
            assertRefused(PERSON, new Owner(Owner.Type.SERVICE_ACCOUNT, "robot-1"))
                    .isEqualTo("forbidden");
            assertAllowed(MANAGER, new Owner(Owner.Type.SERVICE_ACCOUNT, "robot-1"));
            assertAllowed(PERSON, Owner.agent("agent-1"));
        }

        private static void assertAllowed(Caller caller, Owner owner, String... scopes) {
            assertThatCode(() -> right(caller).require(Keys.of(owner, scopes))).doesNotThrowAnyException();
        }

        private static org.assertj.core.api.AbstractObjectAssert<?, String> assertRefused(
                Caller caller, Owner owner, String... scopes) {
            AbstractThrowableAssert<?, ?> thrown =
                    assertThatThrownBy(() -> right(caller).require(Keys.of(owner, scopes)));
            return thrown.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(GatehouseException.class))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403))
                    .extracting(GatehouseException::code);
        }

        private static RotationRight right(Caller caller) {
            return new RotationRight(caller, new ScopeGrants(caller, Set.of("self.service"), name -> false));
        }
    }
}
