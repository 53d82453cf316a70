package io.gatehouse.apikey;

import io.gatehouse.apikey.NewApiKey.Belonging;
import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.platform.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys for tests. */
final class Keys {
    static final String REALM = "realm-1";
    static final String USER = "user-1";
    static final String ORGANIZATION = "org-1";
    static final long CREATED_AT_MS = 1_700_000_000_000L;

    private Keys() {}

    static ApiKeyText text(int seed) {
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        Arrays.fill(random, (byte) seed);
        return ApiKeyText.create("ak", KeyEnvironment.LIVE, random);
    }

    static Peppers peppers() {
        return new Peppers("p1", Map.of("p1", new byte[Peppers.MIN_PEPPER_BYTES]));
    }

    static ApiKeyEntity row(Owner owner, @Nullable String organizationId, long expiresAtMs, String... scopes) {
        NewApiKey made = new NewApiKey(
                "name",
                KeyEnvironment.LIVE,
                new Belonging(owner, organizationId),
                List.of(scopes),
                List.of("client 1"),
                Map.of("team", "a"),
                expiresAtMs,
                KeyLimits.NONE,
                null);
        ApiKeyText text = text(1);
        return new ApiKeyEntity(
                "id-1", REALM, made, text, peppers().digest(text.text().reveal()), "admin-1", CREATED_AT_MS);
    }

    static ApiKey of(Owner owner, String... scopes) {
        return row(owner, null, Long.MAX_VALUE, scopes).toKey();
    }

    /** The key under another id and with another use. */
    static ApiKey with(ApiKey key, String id, ApiKey.Use use) {
        return new ApiKey(
                id,
                key.realmId(),
                key.kid(),
                key.name(),
                key.prefix(),
                key.environment(),
                key.owner(),
                key.organizationId(),
                key.scopes(),
                key.audiences(),
                key.metadata(),
                key.state(),
                use,
                key.succession(),
                key.limits());
    }

    static Owner realm() {
        return new Owner(Owner.Type.REALM, REALM);
    }

    static Owner organization() {
        return new Owner(Owner.Type.ORGANIZATION, ORGANIZATION);
    }
}
