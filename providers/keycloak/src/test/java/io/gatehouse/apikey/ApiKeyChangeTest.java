package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyChangeTest {
    private static final long NOW_MS = Keys.CREATED_AT_MS + 5;
    private static final ApiKeyPatch NOTHING = new ApiKeyPatch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            LimitsPatch.NOTHING,
            Optional.empty());
    private static final ScopeGrants MANAGER =
            new ScopeGrants(Callers.admin(null, false, Permission.API_KEYS_WRITE), Set.of(), name -> false);
    private static final ScopeGrants STRANGER = new ScopeGrants(
            Callers.of(io.gatehouse.platform.Caller.Kind.ADMIN, Keys.USER, Set.of(), false), Set.of(), name -> false);

    private final ApiKeyEntity row = Keys.row(Owner.user(Keys.USER), null, NOW_MS + 10, "billing.admin", "a");

    private static ApiKeyPatch name(String name) {
        return new ApiKeyPatch(
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                LimitsPatch.NOTHING,
                Optional.empty());
    }

    private static ApiKeyPatch scopes(String... scopes) {
        return new ApiKeyPatch(
                Optional.empty(),
                Optional.of(List.of(scopes)),
                Optional.empty(),
                Optional.empty(),
                false,
                LimitsPatch.NOTHING,
                Optional.empty());
    }

    private static ApiKeyPatch metadata(Map<String, Object> patch, boolean isClearing) {
        return new ApiKeyPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(patch),
                isClearing,
                LimitsPatch.NOTHING,
                Optional.empty());
    }

    private static ApiKeyPatch isOn(boolean isOn) {
        return new ApiKeyPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                LimitsPatch.NOTHING,
                Optional.of(isOn));
    }

    private List<String> apply(ApiKeyPatch patch, long nowMs) {
        return ApiKeyChange.apply(row, patch, MANAGER, nowMs);
    }

    private GatehouseException refusal(ApiKeyPatch patch, ScopeGrants grants, long nowMs) {
        try {
            List<String> changed = ApiKeyChange.apply(row, patch, grants, nowMs);
            throw new AssertionError("changed: " + changed);
        } catch (GatehouseException e) {
            return e;
        }
    }

    @Test
    void aPatchThatChangesNothingLeavesNoTrace() {
        ApiKey before = row.toKey();
        assertThat(apply(NOTHING, NOW_MS)).isEmpty();
        assertThat(apply(name("name"), NOW_MS)).isEmpty();
        assertThat(apply(isOn(true), NOW_MS)).isEmpty();
        assertThat(apply(metadata(Map.of("team", "a"), false), NOW_MS)).isEmpty();
        assertThat(row.toKey()).isEqualTo(before);
    }

    @Test
    void aPatchNamesWhatItChanged() {
        assertThat(apply(name("other"), NOW_MS)).containsExactly("name");
        assertThat(row.toKey().name()).isEqualTo("other");
        assertThat(row.toKey().state().updatedAtMs()).isEqualTo(NOW_MS);
    }

    @Test
    void narrowingNeedsNoRightToTheScopesThatStay() {
        assertThat(ApiKeyChange.apply(row, scopes("billing.admin"), STRANGER, NOW_MS))
                .containsExactly("scopes");
        assertThat(refusal(scopes("billing.admin", "a"), STRANGER, NOW_MS).status())
                .isEqualTo(422);
    }

    @Test
    void anAdministrativeScopeIsNotPatchedInWithoutItsPermission() {
        assertThat(refusal(scopes("tokens:issue"), MANAGER, NOW_MS).status()).isEqualTo(403);
    }

    @Test
    void switchingOffIsReversible() {
        assertThat(apply(isOn(false), NOW_MS)).containsExactly("is_active");
        assertThat(row.toKey().state().status(NOW_MS)).isEqualTo(ApiKeyStatus.INACTIVE);
        assertThat(row.toKey().state().deactivatedAtMs()).isEqualTo(NOW_MS);
        assertThat(apply(isOn(true), NOW_MS)).containsExactly("is_active");
        assertThat(row.toKey().state().status(NOW_MS)).isEqualTo(ApiKeyStatus.ACTIVE);
        assertThat(row.toKey().state().deactivatedAtMs()).isNull();
    }

    @Test
    void revocationIsTerminalAndKeepsItsFirstTime() {
        row.revoke(NOW_MS);
        row.revoke(NOW_MS + 1);
        row.switchOn(NOW_MS + 2);
        assertThat(row.toKey().state().revokedAtMs()).isEqualTo(NOW_MS);
        assertThat(row.toKey().state().status(NOW_MS)).isEqualTo(ApiKeyStatus.REVOKED);
        for (ApiKeyPatch patch : List.of(isOn(true), isOn(false), name("other"), NOTHING)) {
            assertThat(refusal(patch, MANAGER, NOW_MS).code()).isEqualTo("key_revoked");
        }
    }

    @Test
    void anExpiredKeyIsNotSwitchedOn() {
        assertThat(apply(isOn(false), NOW_MS)).isNotEmpty();
        assertThat(row.toKey().state().status(NOW_MS + 9)).isEqualTo(ApiKeyStatus.INACTIVE);
        assertThat(row.toKey().state().status(NOW_MS + 10)).isEqualTo(ApiKeyStatus.EXPIRED);
        assertThat(refusal(isOn(true), MANAGER, NOW_MS + 10).code()).isEqualTo("key_expired");
    }

    @Test
    void metadataIsMergedClearedAndBounded() {
        assertThat(apply(metadata(Map.of("b", 1), false), NOW_MS)).containsExactly("metadata");
        assertThat(row.toKey().metadata()).isEqualTo(Map.of("team", "a", "b", 1));
        Map<String, Object> removal = new HashMap<>();
        removal.put("b", null);
        assertThat(apply(metadata(removal, false), NOW_MS)).containsExactly("metadata");
        assertThat(row.toKey().metadata()).isEqualTo(Map.of("team", "a"));
        int room = ApiKey.MAX_METADATA_BYTES - "{\"team\":\"a\",\"c\":\"\"}".length();
        assertThat(refusal(metadata(Map.of("c", "x".repeat(room + 1)), false), MANAGER, NOW_MS)
                        .status())
                .isEqualTo(422);
        assertThat(apply(metadata(Map.of("c", "x".repeat(room)), false), NOW_MS))
                .containsExactly("metadata");
        assertThat(apply(
                        new ApiKeyPatch(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                LimitsPatch.NOTHING,
                                Optional.empty()),
                        NOW_MS))
                .containsExactly("metadata");
        assertThat(row.toKey().metadata()).isEmpty();
    }

    @Test
    void listsSurviveTheRow() {
        assertThat(row.toKey().scopes()).containsExactly("billing.admin", "a");
        assertThat(row.toKey().audiences()).containsExactly("client 1");
        assertThat(row.toKey().hasAudience("client 1")).isTrue();
        assertThat(Keys.row(Keys.realm(), null, 1).toKey().scopes()).isEmpty();
    }
}
