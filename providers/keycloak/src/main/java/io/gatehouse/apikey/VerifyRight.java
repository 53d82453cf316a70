package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Permission;

/** Who may ask about a key (rule 13 of the contract): holders of {@code api-keys:verify} over it, and its own user. */
final class VerifyRight {
    private VerifyRight() {}

    /** Whether the caller has a right to the key; a narrowed call has none to keys of other organizations. */
    static boolean mayKnow(Caller caller, ApiKey key) {
        String only = caller.onlyOrganizationId();
        if (only != null && !only.equals(key.organizationId())) {
            return false;
        }
        return caller.may(Permission.API_KEYS_VERIFY) || isOwn(caller, key);
    }

    private static boolean isOwn(Caller caller, ApiKey key) {
        boolean isPerson = caller.kind() == Caller.Kind.USER || caller.kind() == Caller.Kind.ADMIN;
        String userId = caller.userId();
        return isPerson && userId != null && key.owner().isUser(userId);
    }
}
