package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.key.Secret;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.policy.PolicyAnswers;
import io.gatehouse.policy.PolicyVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is said of a key that is presented. Long because it goes through every reason for which a key is not valid.
 */
class ApiKeyVerificationTest {
    private static final ApiKeyText TEXT = Keys.text(1);
    private static final String WHOLE = TEXT.text().reveal();

    private final RealmFixture realm = new RealmFixture();
    private final KeyUsage usage = new KeyUsage();
    private final List<PolicyVerdict> givenBack = new ArrayList<>();
    private Function<Facts, PolicyVerdict> policies = TestPolicies::allow;
    private final ApiKeyVerification verification = new ApiKeyVerification(
            realm.scope, realm.eligibility(), new ApiKeyCache(), usage, new KeyMeters(realm), new PolicyAnswers() {
                @Override
                public PolicyVerdict decide(Facts facts) {
                    return policies.apply(facts);
                }

                @Override
                public void giveBack(PolicyVerdict verdict) {
                    givenBack.add(verdict);
                }
            });

    @BeforeEach
    void populate() {
        realm.people.add(Keys.USER);
        realm.organizations.add(Keys.ORGANIZATION);
        store(Keys.row(Owner.user(Keys.USER), Keys.ORGANIZATION, Long.MAX_VALUE, "orders.read", "role.a"));
    }

    private void store(ApiKeyEntity row) {
        realm.rowsByKid.put(TEXT.kid(), row);
    }

    private ApiKeyVerdict verify(@Nullable String text, List<String> required) {
        return verify(text, required, key -> true);
    }

    private ApiKeyVerdict verify(@Nullable String text, List<String> required, Predicate<ApiKey> mayKnow) {
        return verification.verify(text, ApiKeyUse.of(required), mayKnow);
    }

    private Code code(String... required) {
        return verify(WHOLE, List.of(required)).code();
    }

    private long uses() {
        return usage.drain().stream().mapToLong(row -> row.getValue().uses()).sum();
    }

    @Test
    void aKeyIsValidAndItsUseIsCounted() {
        assertThat(code("orders.read")).isEqualTo(Code.VALID);
        assertThat(verification.authenticate(WHOLE).isValid()).isTrue();
        assertThat(uses()).isEqualTo(2);
    }

    @Test
    void aCachedKeyCostsNoQuery() {
        assertThat(code()).isEqualTo(Code.VALID);
        assertThat(realm.queries).containsExactly("gatehouse.apiKeyByKid");
        assertThat(code()).isEqualTo(Code.VALID);
        assertThat(realm.queries).hasSize(1);
    }

    @Test
    void whatIsNotShapedAsAKeyCostsNoQuery() {
        String typo = WHOLE.substring(0, WHOLE.length() - 1) + (WHOLE.endsWith("0") ? "1" : "0");
        for (String text : List.of("", "ak_live_", typo, WHOLE + " ", WHOLE.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(verify(text, List.of()).code()).isEqualTo(Code.INVALID);
        }
        assertThat(realm.queries).isEmpty();
    }

    @Test
    void aWrongSecretIsInvalidWhateverTheStateOfTheKey() {
        String otherSecret = Keys.text(2).secret().reveal();
        String forged = new ApiKeyText("ak", KeyEnvironment.LIVE, TEXT.kid(), Secret.of(otherSecret))
                .text()
                .reveal();
        ApiKeyEntity revoked = Keys.row(Owner.user(Keys.USER), null, 1);
        revoked.revoke(1);
        store(revoked);
        assertThat(verify(forged, List.of())).isEqualTo(ApiKeyVerdict.INVALID);
    }

    @Test
    void theSameSecretUnderAnotherPrefixOrEnvironmentIsInvalid() {
        for (ApiKeyText other : List.of(
                new ApiKeyText("sk", KeyEnvironment.LIVE, TEXT.kid(), TEXT.secret()),
                new ApiKeyText("ak", KeyEnvironment.TEST, TEXT.kid(), TEXT.secret()))) {
            assertThat(verify(other.text().reveal(), List.of())).isEqualTo(ApiKeyVerdict.INVALID);
        }
    }

    @Test
    void anUnknownKeyIsInvalid() {
        realm.rowsByKid.clear();
        assertThat(verify(WHOLE, List.of())).isEqualTo(ApiKeyVerdict.INVALID);
    }

    @Test
    void whoHasNoRightToTheKeyLearnsNothingAndCountsNothing() {
        assertThat(verify(WHOLE, List.of("missing"), key -> false)).isEqualTo(ApiKeyVerdict.INVALID);
        assertThat(verify(WHOLE, List.of(), key -> false)).isEqualTo(ApiKeyVerdict.INVALID);
        assertThat(uses()).isZero();
    }

    @Test
    void anExpiredKeyIsExpiredFromItsLastMillisecondOn() {
        store(Keys.row(Owner.user(Keys.USER), null, Clock.nowMs()));
        assertThat(code()).isEqualTo(Code.EXPIRED);
        assertThat(verify(WHOLE, List.of()).scopes()).isEmpty();
        assertThat(uses()).isZero();
    }

    @Test
    void aRevokedKeyIsRevokedThoughTheCacheStillHoldsItAlive() {
        assertThat(code()).isEqualTo(Code.VALID);
        realm.revokeByNotice("id-1");
        assertThat(code()).isEqualTo(Code.REVOKED);
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void aKeyThatAnotherNodeChangedIsReadAgainOnceThoughNoNoticeDroppedItFromTheCache() {
        assertThat(code("orders.read")).isEqualTo(Code.VALID);
        ApiKeyEntity narrowed = Keys.row(Owner.user(Keys.USER), Keys.ORGANIZATION, Long.MAX_VALUE, "orders.read");
        narrowed.grant(List.of(), Keys.CREATED_AT_MS + 1);
        store(narrowed);
        realm.outdateByNotice("id-1", Keys.CREATED_AT_MS);
        assertThat(code("orders.read")).isEqualTo(Code.INSUFFICIENT_SCOPE);
        assertThat(code()).isEqualTo(Code.VALID);
        assertThat(realm.queries).hasSize(2);
    }

    @Test
    void anOutdatedKeyIsRefusedWhenTheDatabaseHasNoNewerOne() {
        realm.outdateByNotice("id-1", Keys.CREATED_AT_MS);
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aKeyThatIsSwitchedOffIsRefused() {
        ApiKeyEntity row = Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE);
        row.switchOff(1);
        store(row);
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aKeyOfADisabledOwnerOrOrganizationIsRefusedThoughItIsCached() {
        assertThat(code()).isEqualTo(Code.VALID);
        realm.disabled.add(Keys.USER);
        assertThat(code()).isEqualTo(Code.REVOKED);
        realm.disabled.clear();
        realm.disabled.add(Keys.ORGANIZATION);
        assertThat(code()).isEqualTo(Code.REVOKED);
        realm.disabled.clear();
        realm.people.clear();
        assertThat(code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aRoleCountsOnlyWhileTheOwnerHoldsItThoughTheKeyIsCached() {
        realm.realmScopes.add("role.a");
        realm.heldScopes.add(Keys.USER + ":role.a");
        assertThat(code("role.a")).isEqualTo(Code.VALID);
        realm.heldScopes.clear();
        ApiKeyVerdict verdict = verify(WHOLE, List.of("role.a"));
        assertThat(verdict.code()).isEqualTo(Code.INSUFFICIENT_SCOPE);
        assertThat(verdict.scopes()).containsExactly("orders.read");
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void permissionsFollowTheOwnersAtOnce() {
        store(Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE, "api-keys:verify"));
        ApiKey key = verification.authenticate(WHOLE).knownKey().orElseThrow();
        assertThat(verification.permissions(key)).isEmpty();
        realm.permissions.put(Keys.USER, Set.of(Permission.API_KEYS_VERIFY));
        assertThat(verification.permissions(key)).containsExactly(Permission.API_KEYS_VERIFY);
    }

    @Test
    void policiesAreAskedOfTheScopesThatWouldBeUsedAndADeniedUseIsNotCounted() {
        List<Facts> asked = new ArrayList<>();
        policies = facts -> {
            asked.add(facts);
            return TestPolicies.deny(facts);
        };

        assertThat(code("orders.read")).isEqualTo(Code.INSUFFICIENT_SCOPE);
        assertThat(code()).isEqualTo(Code.INSUFFICIENT_SCOPE);
        assertThat(asked).extracting(Facts::scopes).allSatisfy(scopes -> assertThat(scopes)
                .contains("orders.read"));
        assertThat(asked.get(0).text(Attribute.KEY_ENVIRONMENT)).hasValue("live");
        assertThat(code("nobody.has.it")).isEqualTo(Code.INSUFFICIENT_SCOPE);
        assertThat(asked).hasSize(2);
        assertThat(uses()).isZero();
        assertThat(givenBack).as("a denied use took nothing").isEmpty();
    }

    @Test
    void throttleThatIsUsedUpIsARateLimitAndOtherTroubleIsNotHidden() {
        policies = facts -> {
            throw GatehouseException.throttled("Enough.", 5);
        };
        assertThat(code()).isEqualTo(Code.RATE_LIMITED);

        policies = facts -> {
            throw GatehouseException.unavailable("Not now.", 5);
        };
        assertThatThrownBy(this::code).isInstanceOfSatisfying(GatehouseException.class, e -> assertThat(e.status())
                .isEqualTo(503));
    }

    @Test
    void credentialOfTheApiItselfIsNotDecidedByPolicies() {
        policies = TestPolicies::deny;

        assertThat(verification.authenticate(WHOLE).isValid()).isTrue();
        assertThat(verification
                        .verifyUndecided(WHOLE, ApiKeyUse.of(List.of()), key -> true)
                        .isValid())
                .isTrue();
    }

    @Test
    void aNodeWithoutRevocationStateCallsNothingValid() {
        RealmFixture unloaded = new RealmFixture();
        unloaded.people.add(Keys.USER);
        unloaded.rowsByKid.put(TEXT.kid(), Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE));
        ApiKeyVerification onIt = new ApiKeyVerification(
                unloaded.scope,
                new Eligibility(unloaded.scope, unloaded.revocations, ActingAgents.NONE),
                new ApiKeyCache(),
                usage,
                new KeyMeters(unloaded),
                TestPolicies::allow);
        assertThatThrownBy(() -> onIt.authenticate(WHOLE))
                .isInstanceOfSatisfying(
                        GatehouseException.class, e -> assertThat(e.status()).isEqualTo(503));
    }
}
