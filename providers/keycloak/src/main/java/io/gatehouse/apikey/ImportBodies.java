package io.gatehouse.apikey;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.apikey.ApiKeyBodies.Wanted;
import io.gatehouse.apikey.ApiKeyRequests.OwnerRequest;
import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.core.key.ImportedHash.Algorithm;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.RealmSettings;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link ImportResource}: its shape for the API description, and how it is read. */
final class ImportBodies {
    /** Most keys in one call. */
    static final int MAX_ITEMS = 1_000;

    /** Most bytes of the body: so many keys with metadata. */
    static final int MAX_BYTES = 2_097_152;

    /** Fewest bytes of the other system's secret. */
    static final int MIN_SECRET_BYTES = 16;

    /** Most bytes of the other system's secret. */
    static final int MAX_SECRET_BYTES = 256;

    private static final int MAX_HASH_LENGTH = 64;
    private static final int MAX_SECRET_LENGTH = 4 * MAX_SECRET_BYTES / 3 + 4;

    private ImportBodies() {}

    /** One key. */
    @Schema(name = "ApiKeyImportItem")
    record Item(
            @Schema(required = true, minLength = 1, maxLength = ApiKey.MAX_NAME_LENGTH)
            String name,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = MAX_HASH_LENGTH,
                    description = "The digest that the other system kept: 32 bytes as hex, base64 or base64url")
            String hash,

            @Schema(
                    nullable = true,
                    enumeration = {"sha256", "hmac-sha256"},
                    defaultValue = "sha256")
            @Nullable
            String algorithm,

            @Schema(
                    nullable = true,
                    minLength = 1,
                    maxLength = ImportItem.MAX_PREFIX_LENGTH,
                    description = "What may be shown of the key; never all of it")
            @Nullable
            String prefix,

            @Schema(
                    nullable = true,
                    enumeration = {"live", "test"},
                    defaultValue = "live")
            @Nullable
            String environment,

            @Schema(nullable = true, maxItems = ApiKey.MAX_SCOPES) @Nullable
            List<String> scopes,

            @Schema(nullable = true, maxItems = ApiKey.MAX_AUDIENCES) @Nullable
            List<String> audiences,

            @Schema(nullable = true) @Nullable OwnerRequest owner,
            @Schema(nullable = true) @Nullable String organizationId,

            @Schema(nullable = true, minimum = "1") @Nullable
            Integer expiresInDays,

            @Schema(nullable = true, format = "date-time") @Nullable
            String expiresAt,

            @Schema(nullable = true, type = SchemaType.OBJECT) @Nullable
            Map<String, Object> metadata) {}

    /** The body. */
    @Schema(name = "ApiKeyImportRequest")
    record ImportRequest(
            @Schema(required = true, minItems = 1, maxItems = MAX_ITEMS)
            List<Item> keys,

            @Schema(
                    nullable = true,
                    maxLength = MAX_SECRET_LENGTH,
                    description = "The secret of the other system's HMACs in base64, 16 to 256 bytes; kept sealed")
            @Nullable
            String hmacKey) {}

    /** An item as it was asked for; for whom and with which scopes it may be is still to be asked. */
    record WantedItem(
            Wanted wanted,
            @Nullable ImportedHash hash,
            @Nullable String prefix) {}

    /**
     * A body as it was asked for.
     *
     * @param hmacKey the other system's secret, null when none was given
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them, nobody writes to the bytes.
    record WantedImport(List<WantedItem> items, byte @Nullable [] hmacKey) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static WantedImport read(Fields fields, RealmSettings settings, long nowMs) {
        byte[] secret = secret(fields);
        List<WantedItem> items = new ArrayList<>();
        JsonNode keys = fields.member("keys");
        if (keys == null || !keys.isArray()) {
            fields.reject("keys", keys == null ? "required" : "wrong_type", "keys must be an array of keys.");
        } else if (keys.isEmpty() || keys.size() > MAX_ITEMS) {
            fields.reject(
                    "keys", keys.isEmpty() ? "too_few" : "too_many", "keys may hold 1 to " + MAX_ITEMS + " keys.");
        } else {
            fields.items("keys", "name", item -> items.add(readItem(item, settings, nowMs, secret != null)));
        }
        fields.done();
        return new WantedImport(items, secret);
    }

    private static WantedItem readItem(Fields item, RealmSettings settings, long nowMs, boolean hasSecret) {
        Algorithm algorithm =
                item.word("algorithm", Algorithm::of, "sha256, hmac-sha256").orElse(Algorithm.SHA256);
        String text = item.requiredText("hash", 1, MAX_HASH_LENGTH);
        Optional<ImportedHash> hash = ImportedHash.parse(algorithm, text);
        if (hash.isEmpty() && !text.isEmpty()) {
            item.reject("hash", "invalid_value", "hash must be 32 bytes as hex, base64 or base64url.");
        }
        if (algorithm == Algorithm.HMAC_SHA256 && !hasSecret) {
            item.reject("algorithm", "missing_hmac_key", "hmac-sha256 needs the other system's secret in /hmac_key.");
        }
        Optional<String> prefix = item.text("prefix", 1, ImportItem.MAX_PREFIX_LENGTH);
        if (!prefix.orElse("").chars().allMatch(c -> c > 32 && c < 127)) {
            item.reject("prefix", "invalid_value", "prefix may hold visible ASCII characters.");
        }
        return new WantedItem(ApiKeyBodies.wanted(item, settings, nowMs), hash.orElse(null), prefix.orElse(null));
    }

    private static byte @Nullable [] secret(Fields fields) {
        Optional<String> text = fields.text("hmac_key", 1, MAX_SECRET_LENGTH);
        if (text.isEmpty()) {
            return null;
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.get());
        } catch (IllegalArgumentException e) {
            secret = new byte[0];
        }
        if (secret.length < MIN_SECRET_BYTES || secret.length > MAX_SECRET_BYTES) {
            fields.reject(
                    "hmac_key",
                    "invalid_value",
                    "hmac_key must be base64 of " + MIN_SECRET_BYTES + " to " + MAX_SECRET_BYTES + " bytes.");
        }
        return secret;
    }
}
