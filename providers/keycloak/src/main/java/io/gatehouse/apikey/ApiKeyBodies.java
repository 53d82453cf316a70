package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyRequests.VerifyRequest;
import io.gatehouse.apikey.KeyLimitBodies.NewLimits;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the request bodies of {@link ApiKeyResource} are read; their shapes: {@link ApiKeyRequests}. */
final class ApiKeyBodies {
    private static final List<String> IMMUTABLE =
            List.of("owner", "environment", "expires_at", "expires_in_days", "organization_id");

    private ApiKeyBodies() {}

    /** A create as it was asked for; for whom and with which scopes it may be is still to be asked. */
    record Wanted(
            String name,
            KeyEnvironment environment,
            @Nullable Owner owner,
            @Nullable String organizationId,
            List<String> scopes,
            List<String> audiences,
            Map<String, Object> metadata,
            long expiresAtMs,
            NewLimits limits) {
        NewApiKey belongingTo(NewApiKey.Belonging belonging) {
            return new NewApiKey(
                    name,
                    environment,
                    belonging,
                    scopes,
                    audiences,
                    metadata,
                    expiresAtMs,
                    limits.limits(),
                    limits.credits());
        }
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static Wanted readCreate(Fields fields, RealmSettings settings, long nowMs) {
        Wanted wanted = wanted(fields, settings, nowMs);
        fields.done();
        return wanted;
    }

    /** Reads what a key is to be; what is wrong with it is noted in the fields. */
    static Wanted wanted(Fields fields, RealmSettings settings, long nowMs) {
        String name = fields.requiredName("name", ApiKey.MAX_NAME_LENGTH);
        return new Wanted(
                name,
                fields.word("environment", KeyEnvironment::of, "live, test").orElse(KeyEnvironment.LIVE),
                fields.object("owner", ApiKeyBodies::readOwner).orElse(null),
                fields.text("organization_id", 1, ApiKeyRequests.MAX_ORGANIZATION_ID_LENGTH)
                        .orElse(null),
                scopes(fields, "scopes").orElse(List.of()),
                audiences(fields).orElse(List.of()),
                fields.freeObject("metadata", ApiKey.MAX_METADATA_BYTES).orElse(Map.of()),
                readExpiry(fields, settings, nowMs),
                KeyLimitBodies.readNew(fields, nowMs));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static ApiKeyPatch readPatch(Fields fields) {
        for (String member : IMMUTABLE) {
            if (fields.has(member)) {
                fields.reject(member, "immutable", member + " cannot be changed; make a new key instead.");
            }
        }
        if (fields.isNull("name") || fields.isNull("is_active")) {
            String member = fields.isNull("name") ? "name" : "is_active";
            fields.reject(member, "required", member + " cannot be removed.");
        }
        Optional<String> name = fields.name("name", ApiKey.MAX_NAME_LENGTH);
        ApiKeyPatch patch = new ApiKeyPatch(
                name,
                fields.isNull("scopes") ? Optional.of(List.of()) : scopes(fields, "scopes"),
                fields.isNull("audiences") ? Optional.of(List.of()) : audiences(fields),
                fields.freeObject("metadata", ApiKey.MAX_METADATA_BYTES),
                fields.isNull("metadata"),
                KeyLimitBodies.readPatch(fields),
                fields.bool("is_active"));
        fields.done();
        return patch;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static KeyRotation.Wanted readRotate(Fields fields) {
        Optional<Long> overlapSeconds = fields.integer("overlap_seconds", 0, KeyRotation.MAX_OVERLAP_SECONDS);
        Optional<Long> idleHours = fields.integer("revoke_when_idle_hours", 1, KeyRotation.MAX_IDLE_HOURS);
        fields.done();
        return new KeyRotation.Wanted(
                overlapSeconds.map(Long::intValue).orElse(KeyRotation.DEFAULT_OVERLAP_SECONDS),
                idleHours.map(Long::intValue).orElse(null));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static BulkRevocation.Target readRevokeAll(Fields fields) {
        Optional<Owner> owner = fields.object("owner", ApiKeyBodies::readOwner);
        Optional<String> organizationId = fields.text("organization_id", 1, ApiKeyRequests.MAX_ORGANIZATION_ID_LENGTH);
        boolean isOwnerNamed = fields.member("owner") != null;
        if (isOwnerNamed == (fields.member("organization_id") != null)) {
            fields.reject(
                    "owner", isOwnerNamed ? "conflicting" : "required", "Give owner or organization_id, one of them.");
        }
        fields.done();
        return new BulkRevocation.Target(owner.orElse(null), organizationId.orElse(null));
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static VerifyRequest readVerify(Fields fields) {
        VerifyRequest request = new VerifyRequest(
                fields.requiredText("key", 1, ApiKeyRequests.MAX_PRESENTED_LENGTH),
                scopes(fields, "required_scope").orElse(List.of()),
                fields.integer("cost", 0, ApiKeyUse.MAX_COST)
                        .map(Long::intValue)
                        .orElse(null),
                fields.text("resource", 1, RateLimit.MAX_NAME_LENGTH).orElse(null),
                fields.text("ip", 1, ApiKeyRequests.MAX_IP_LENGTH).orElse(null),
                fields.word("environment", KeyEnvironment::of, "live, test").orElse(null));
        fields.done();
        return request;
    }

    private static Owner readOwner(Fields fields) {
        Optional<Owner.Type> type =
                fields.word("type", ApiKeyBodies::ownerType, "user, organization, service_account, agent");
        if (fields.member("type") == null) {
            fields.reject("type", "required", "type is required.");
        }
        return new Owner(type.orElse(Owner.Type.USER), fields.requiredText("id", 1, Owner.MAX_ID_LENGTH));
    }

    private static Optional<Owner.Type> ownerType(String text) {
        return Owner.Type.of(text)
                .filter(type -> type == Owner.Type.USER
                        || type == Owner.Type.ORGANIZATION
                        || type == Owner.Type.SERVICE_ACCOUNT
                        || type == Owner.Type.AGENT);
    }

    private static long readExpiry(Fields fields, RealmSettings settings, long nowMs) {
        int maxDays = settings.keyMaxLifetimeDays();
        Optional<Long> days = fields.integer("expires_in_days", 1, maxDays);
        Optional<Long> at = fields.time("expires_at");
        if (fields.member("expires_in_days") != null && fields.member("expires_at") != null) {
            fields.reject("expires_at", "conflicting", "Give expires_in_days or expires_at, not both.");
        }
        if (at.isPresent() && (at.get() <= nowMs || at.get() > nowMs + TimeUnit.DAYS.toMillis(maxDays))) {
            fields.reject(
                    "expires_at",
                    "out_of_range",
                    "expires_at must be in the future, at most " + maxDays + " days ahead.");
        }
        return at.orElse(nowMs + TimeUnit.DAYS.toMillis(days.orElse((long) settings.keyDefaultLifetimeDays())));
    }

    private static Optional<List<String>> scopes(Fields fields, String name) {
        Optional<List<String>> scopes = fields.texts(name, ApiKey.MAX_SCOPES, Scopes.MAX_SCOPE_LENGTH);
        if (!scopes.orElse(List.of()).stream().allMatch(Scopes::isScopeToken)) {
            fields.reject(name, "invalid_value", name + " must hold scope tokens (RFC 6749 3.3).");
        }
        return scopes;
    }

    private static Optional<List<String>> audiences(Fields fields) {
        return fields.texts("audiences", ApiKey.MAX_AUDIENCES, ApiKey.MAX_AUDIENCE_LENGTH);
    }
}
