package io.gatehouse.platform;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do, however it proved itself. Each permission is also a scope that an API key or an agent token may
 * carry; {@code gatehouse:*} carries all of them and {@code gatehouse:read} every one that only reads.
 */
public enum Permission {
    API_KEYS_READ("api-keys:read"),
    API_KEYS_WRITE("api-keys:write"),
    API_KEYS_VERIFY("api-keys:verify"),
    AGENTS_READ("agents:read"),
    AGENTS_WRITE("agents:write"),
    TOKENS_ISSUE("tokens:issue"),
    TOKENS_REVOKE("tokens:revoke"),
    POLICIES_READ("policies:read"),
    POLICIES_WRITE("policies:write"),
    WEBHOOKS_READ("webhooks:read"),
    WEBHOOKS_WRITE("webhooks:write"),
    DOMAINS_READ("domains:read"),
    DOMAINS_WRITE("domains:write"),
    PLANS_READ("plans:read"),
    PLANS_WRITE("plans:write"),
    AUDIT_READ("audit:read"),
    /** Erasing what the audit log tells of a person: for people only, whatever scope a program holds. */
    AUDIT_ERASE("audit:erase"),
    /** Deciding approvals: for people only, whatever scope a program holds. */
    APPROVALS_DECIDE("approvals:decide"),
    SETTINGS_READ("settings:read"),
    /** The realm's settings; held only with everything else, hence its scope. */
    SETTINGS_WRITE("gatehouse:*");

    /** Scope that carries every permission. */
    public static final String ALL_SCOPE = "gatehouse:*";

    /** Scope that carries every permission that only reads, the audit log excepted. */
    public static final String READ_SCOPE = "gatehouse:read";

    private final String scope;

    Permission(String scope) {
        this.scope = scope;
    }

    /** The scope that carries this permission. */
    public String scope() {
        return scope;
    }

    private boolean isRead() {
        return scope.endsWith(":read") && this != AUDIT_READ;
    }

    /** Every permission. A fresh set at each call. */
    public static Set<Permission> all() {
        return EnumSet.allOf(Permission.class);
    }

    /** Every permission that only reads; the audit log has its own. */
    public static Set<Permission> reads() {
        EnumSet<Permission> reads = EnumSet.noneOf(Permission.class);
        Arrays.stream(values()).filter(Permission::isRead).forEach(reads::add);
        return reads;
    }

    /** What is left of permissions for a program: an API key, an agent, a service account, a delegated token. */
    public static Set<Permission> withoutPeopleOnly(Set<Permission> permissions) {
        EnumSet<Permission> left = EnumSet.noneOf(Permission.class);
        permissions.stream()
                .filter(permission -> permission != AUDIT_ERASE && permission != APPROVALS_DECIDE)
                .forEach(left::add);
        return left;
    }

    /** The permissions that a scope carries; empty for an application's own scope. */
    public static Set<Permission> ofScope(String scope) {
        return switch (scope) {
            case ALL_SCOPE -> withoutPeopleOnly(all());
            case READ_SCOPE -> reads();
            default -> {
                EnumSet<Permission> found = EnumSet.noneOf(Permission.class);
                Arrays.stream(values()).filter(p -> p.scope.equals(scope)).forEach(p -> found.addAll(p.withReads()));
                yield withoutPeopleOnly(found);
            }
        };
    }

    /** Whether only the holder of this very permission may put the scope into a credential (rule 1 of the contract). */
    public static boolean isAdministrative(String scope) {
        return scope.startsWith("gatehouse:")
                || scope.startsWith("tokens:")
                || scope.startsWith("audit:")
                || scope.equals(API_KEYS_VERIFY.scope)
                || Arrays.stream(values()).anyMatch(p -> p.scope.equals(scope));
    }

    /** This permission and the read that goes with a write. */
    public Set<Permission> withReads() {
        EnumSet<Permission> both = EnumSet.of(this);
        if (scope.endsWith(":write")) {
            readOf(scope).ifPresent(both::add);
        }
        return both;
    }

    private static Optional<Permission> readOf(String writeScope) {
        String read = writeScope.substring(0, writeScope.length() - "write".length()) + "read";
        return Arrays.stream(values()).filter(p -> p.scope.equals(read)).findFirst();
    }
}
