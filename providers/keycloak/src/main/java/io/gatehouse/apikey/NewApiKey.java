package io.gatehouse.apikey;

import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that is to be made, its bounds and the right to make it already checked.
 *
 * @param belonging whose it is
 * @param expiresAtMs when it ends
 * @param limits from where and how much it may be used
 * @param credits its credits, null for none, or when it shares those of the key that it replaces
 */
record NewApiKey(
        String name,
        KeyEnvironment environment,
        Belonging belonging,
        List<String> scopes,
        List<String> audiences,
        Map<String, Object> metadata,
        long expiresAtMs,
        KeyLimits limits,
        @Nullable Credits credits) {
    /**
     * Whose a key is.
     *
     * @param owner who answers for it
     * @param organizationId the organization that it is narrowed to, null for none
     */
    record Belonging(Owner owner, @Nullable String organizationId) {}
}
