package io.gatehouse.platform;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling and what it may do, whatever credential proved it. Resources ask {@link #require}; they never see tokens,
 * admin evaluators or keys. Immutable.
 *
 * @param kind how the caller is known
 * @param id user id, key id, agent id, or {@code anonymous}
 * @param userId the user of this realm behind the call, null where there is none
 * @param permissions what it may do throughout the realm
 * @param managedOrganizationIds organizations in which the user holds {@code gatehouse-manager}, asked live
 * @param onlyOrganizationId the organization that credential or request narrow the call to, null for none
 * @param authMethod how it proved itself, such as {@code bearer} or {@code api_key}
 * @param authenticatedAtMs when the person last proved presence, null where nobody did
 * @param mayMakeCredentials false for delegated tokens, guests and agents (rule 3 of the contract)
 * @param mayImpersonate whether it holds the stock role {@code impersonation}
 */
public record Caller(
        Kind kind,
        String id,
        @Nullable String userId,
        Set<Permission> permissions,
        Set<String> managedOrganizationIds,
        @Nullable String onlyOrganizationId,
        String authMethod,
        @Nullable Long authenticatedAtMs,
        boolean mayMakeCredentials,
        boolean mayImpersonate) {
    /** {@link #authMethod} of an agent that presents its own secret. */
    public static final String AGENT_SECRET = "agent_secret";

    /** How long after a login a person may make credentials, in milliseconds. */
    public static final long RECENT_AUTHENTICATION_MS = 600_000;

    /** How a caller is known. */
    public enum Kind {
        ADMIN,
        USER,
        API_KEY,
        AGENT,
        ANONYMOUS,
        /** Gatehouse itself: work that nobody asked for. */
        SYSTEM;

        /** The name in events. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the sets. */
    public Caller {
        permissions = permissions.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(permissions));
        managedOrganizationIds = Set.copyOf(managedOrganizationIds);
    }

    /** Somebody without a credential. */
    public static Caller anonymous() {
        return new Caller(Kind.ANONYMOUS, "anonymous", null, Set.of(), Set.of(), null, "none", null, false, false);
    }

    /** Gatehouse itself, for what its background work does. It holds no permission. */
    public static Caller system() {
        return new Caller(Kind.SYSTEM, "gatehouse", null, Set.of(), Set.of(), null, "none", null, false, false);
    }

    /** The same caller narrowed to one organization ({@code X-Project-Id}). */
    public Caller narrowedTo(String organizationId) {
        return new Caller(
                kind,
                id,
                userId,
                permissions,
                managedOrganizationIds,
                organizationId,
                authMethod,
                authenticatedAtMs,
                mayMakeCredentials,
                mayImpersonate);
    }

    /** Whether the caller holds the permission throughout the realm (or its organization, when narrowed). */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** @throws GatehouseException 401 for anonymous callers, 403 for others that lack the permission */
    public void require(Permission permission) {
        requireCredential();
        if (!may(permission)) {
            throw GatehouseException.forbidden(permission);
        }
    }

    /** @throws GatehouseException 401 for anonymous callers */
    public void requireCredential() {
        if (kind == Kind.ANONYMOUS) {
            throw GatehouseException.unauthorized();
        }
    }

    /**
     * The rows that the caller reaches with a permission: all with the permission, own ones for a person without it.
     *
     * @throws GatehouseException 401 for anonymous callers, 403 for keys and agents without the permission
     */
    public Reach reach(Permission permission) {
        requireCredential();
        if (may(permission)) {
            return new Reach(true, userId, managedOrganizationIds, onlyOrganizationId);
        }
        if (kind == Kind.USER || kind == Kind.ADMIN) {
            if (userId == null) {
                throw GatehouseException.forbidden(permission);
            }
            return new Reach(false, userId, managedOrganizationIds, onlyOrganizationId);
        }
        throw GatehouseException.forbidden(permission);
    }

    /**
     * Asks what making a credential needs beyond the permission: a person who proved presence within the last ten minutes
     * (administrators by their admin token), or a key that holds the write permission.
     *
     * @throws GatehouseException 403 {@code reauthentication_required} or {@code credential_not_allowed}
     */
    public void requireMayMakeCredentials(long nowMs) {
        requireCredential();
        if (!mayMakeCredentials) {
            throw GatehouseException.forbidden(
                    "credential_not_allowed", "Delegated tokens, guests and agents cannot make credentials.");
        }
        if (kind == Kind.USER && (authenticatedAtMs == null || nowMs - authenticatedAtMs > RECENT_AUTHENTICATION_MS)) {
            throw GatehouseException.forbidden(
                    "reauthentication_required", "Log in again: making credentials needs a login within 10 minutes.");
        }
    }
}
