package io.gatehouse.apikey;

import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link ApiKeyResource}: their shapes for the API description, and how each is read. */
final class ApiKeyBodies {
    /** Longest text that is looked at as a key; a real one is far shorter. */
    static final int MAX_PRESENTED_LENGTH = 1_000;

    private static final int MAX_ORGANIZATION_ID_LENGTH = 36;
    private static final List<String> IMMUTABLE =
            List.of("owner", "environment", "expires_at", "expires_in_days", "organization_id");

    private ApiKeyBodies() {}

    /** Who is to own a key. */
    @Schema(name = "ApiKeyOwnerRequest")
    record OwnerRequest(
            @Schema(
                    required = true,
                    enumeration = {"user", "organization", "service_account"})
            String type,

            @Schema(required = true, maxLength = Owner.MAX_ID_LENGTH, description = "Id; of people also the user name")
            String id) {}

    /** Body of create. */
    @Schema(name = "ApiKeyCreateRequest")
    record CreateRequest(
            @Schema(required = true, minLength = 1, maxLength = ApiKey.MAX_NAME_LENGTH)
            String name,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES) @Nullable
            List<String> scopes,

            @Schema(nullable = true, minimum = "1", description = "Default and maximum are settings of the realm")
            @Nullable
            Integer expiresInDays,

            @Schema(nullable = true, format = "date-time", description = "Instead of expires_in_days") @Nullable
            String expiresAt,

            @Schema(
                    nullable = true,
                    enumeration = {"live", "test"},
                    defaultValue = "live")
            @Nullable
            String environment,

            @Schema(nullable = true) @Nullable OwnerRequest owner,

            @Schema(nullable = true, maxLength = MAX_ORGANIZATION_ID_LENGTH) @Nullable
            String organizationId,

            @Schema(
                    nullable = true,
                    maxItems = ApiKey.MAX_AUDIENCES,
                    description = "Ids of the clients that may introspect the key")
            @Nullable
            List<String> audiences,

            @Schema(
                    nullable = true,
                    type = SchemaType.OBJECT,
                    description = "At most " + ApiKey.MAX_METADATA_BYTES + " bytes")
            @Nullable
            Map<String, Object> metadata) {}

    /** Body of patch, a merge patch (RFC 7396). */
    @Schema(name = "ApiKeyPatchRequest")
    record PatchRequest(
            @Schema(minLength = 1, maxLength = ApiKey.MAX_NAME_LENGTH) @Nullable
            String name,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES) @Nullable
            List<String> scopes,

            @Schema(nullable = true, maxItems = ApiKey.MAX_AUDIENCES) @Nullable
            List<String> audiences,

            @Schema(nullable = true, type = SchemaType.OBJECT) @Nullable
            Map<String, Object> metadata,

            @Schema(description = "false switches the key off at once, true on again") @Nullable
            Boolean isActive) {}

    /** Body of verify. */
    @Schema(name = "ApiKeyVerifyRequest")
    record VerifyRequest(
            @Schema(required = true, minLength = 1, maxLength = MAX_PRESENTED_LENGTH)
            String key,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES)
            List<String> requiredScope) {}

    /** A create as it was asked for; for whom and with which scopes it may be is still to be asked. */
    record Wanted(
            String name,
            KeyEnvironment environment,
            @Nullable Owner owner,
            @Nullable String organizationId,
            List<String> scopes,
            List<String> audiences,
            Map<String, Object> metadata,
            long expiresAtMs) {
        NewApiKey belongingTo(NewApiKey.Belonging belonging) {
            return new NewApiKey(name, environment, belonging, scopes, audiences, metadata, expiresAtMs);
        }
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static Wanted readCreate(Fields fields, RealmSettings settings, long nowMs) {
        String name = fields.requiredName("name", ApiKey.MAX_NAME_LENGTH);
        Wanted wanted = new Wanted(
                name,
                fields.word("environment", KeyEnvironment::of, "live, test").orElse(KeyEnvironment.LIVE),
                fields.object("owner", ApiKeyBodies::readOwner).orElse(null),
                fields.text("organization_id", 1, MAX_ORGANIZATION_ID_LENGTH).orElse(null),
                scopes(fields, "scopes").orElse(List.of()),
                audiences(fields).orElse(List.of()),
                fields.freeObject("metadata", ApiKey.MAX_METADATA_BYTES).orElse(Map.of()),
                readExpiry(fields, settings, nowMs));
        fields.done();
        return wanted;
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
                fields.bool("is_active"));
        fields.done();
        return patch;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static VerifyRequest readVerify(Fields fields) {
        VerifyRequest request = new VerifyRequest(
                fields.requiredText("key", 1, MAX_PRESENTED_LENGTH),
                scopes(fields, "required_scope").orElse(List.of()));
        fields.done();
        return request;
    }

    private static Owner readOwner(Fields fields) {
        Optional<Owner.Type> type = fields.word("type", ApiKeyBodies::ownerType, "user, organization, service_account");
        if (fields.member("type") == null) {
            fields.reject("type", "required", "type is required.");
        }
        return new Owner(type.orElse(Owner.Type.USER), fields.requiredText("id", 1, Owner.MAX_ID_LENGTH));
    }

    private static Optional<Owner.Type> ownerType(String text) {
        return Owner.Type.of(text)
                .filter(type -> type == Owner.Type.USER
                        || type == Owner.Type.ORGANIZATION
                        || type == Owner.Type.SERVICE_ACCOUNT);
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
