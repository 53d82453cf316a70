package io.gatehouse.apikey;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.MergePatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies a patch to a locked row: what may change in which state, and what did change. */
final class ApiKeyChange {
    private final ApiKeyEntity row;
    private final ApiKey before;
    private final long nowMs;
    private final List<String> changed = new ArrayList<>();

    private ApiKeyChange(ApiKeyEntity row, long nowMs) {
        this.row = row;
        this.before = row.toKey();
        this.nowMs = nowMs;
    }

    /**
     * Changes the row.
     *
     * @return names of the members that are different now
     * @throws GatehouseException see {@link ApiKeys#patch}
     */
    static List<String> apply(ApiKeyEntity row, ApiKeyPatch patch, ScopeGrants grants, long nowMs) {
        ApiKeyChange change = new ApiKeyChange(row, nowMs);
        change.requireNotRevoked();
        patch.name().ifPresent(change::name);
        patch.scopes().ifPresent(scopes -> change.scopes(scopes, grants));
        patch.audiences().ifPresent(change::audiences);
        change.metadata(patch);
        patch.isOn().ifPresent(isOn -> change.isOn(isOn, grants));
        return List.copyOf(change.changed);
    }

    private void requireNotRevoked() {
        if (before.state().revokedAtMs() != null) {
            throw GatehouseException.conflict(
                    "key_revoked", "The key is revoked for good; make a new one in its place.");
        }
    }

    private void name(String name) {
        if (!name.equals(before.name())) {
            row.rename(name, nowMs);
            changed.add("name");
        }
    }

    private void scopes(List<String> scopes, ScopeGrants grants) {
        List<String> added = scopes.stream()
                .filter(scope -> !before.scopes().contains(scope))
                .toList();
        if (!added.isEmpty()) {
            grants.requireMayWiden(nowMs);
            grants.require(added);
        }
        if (!scopes.equals(before.scopes())) {
            row.grant(scopes, nowMs);
            changed.add("scopes");
        }
    }

    private void audiences(List<String> audiences) {
        if (!audiences.equals(before.audiences())) {
            row.showTo(audiences, nowMs);
            changed.add("audiences");
        }
    }

    private void metadata(ApiKeyPatch patch) {
        Map<String, Object> from = patch.isClearingMetadata() ? Map.of() : before.metadata();
        Optional<Map<String, Object>> merged = patch.metadata().map(inner -> MergePatch.apply(from, inner));
        Map<String, Object> metadata = merged.orElse(from);
        if (metadata.equals(before.metadata())) {
            return;
        }
        if (Json.write(metadata).getBytes(StandardCharsets.UTF_8).length > ApiKey.MAX_METADATA_BYTES) {
            throw GatehouseException.invalid(
                    "/metadata",
                    "too_long",
                    "metadata may have at most " + ApiKey.MAX_METADATA_BYTES + " bytes of JSON after the patch.");
        }
        row.describe(metadata, nowMs);
        changed.add("metadata");
    }

    private void isOn(boolean isOn, ScopeGrants grants) {
        if (isOn && before.state().status(nowMs) == ApiKeyStatus.EXPIRED) {
            throw GatehouseException.conflict("key_expired", "The key has expired; make a new one in its place.");
        }
        if (isOn != before.state().isOn()) {
            if (isOn) {
                grants.requireMayWiden(nowMs);
                row.switchOn(nowMs);
            } else {
                row.switchOff(nowMs);
            }
            changed.add("is_active");
        }
    }
}
