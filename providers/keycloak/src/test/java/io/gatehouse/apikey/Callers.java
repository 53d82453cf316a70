package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Caller.Kind;
import io.gatehouse.platform.Permission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Callers for tests. */
final class Callers {
    private Callers() {}

    static Caller user(@Nullable String userId, Set<String> managedOrganizations, Permission... permissions) {
        return of(Kind.USER, userId, managedOrganizations, false, permissions);
    }

    static Caller admin(@Nullable String userId, boolean mayImpersonate, Permission... permissions) {
        return of(Kind.ADMIN, userId, Set.of(), mayImpersonate, permissions);
    }

    static Caller of(
            Kind kind,
            @Nullable String userId,
            Set<String> managedOrganizations,
            boolean mayImpersonate,
            Permission... permissions) {
        return new Caller(
                kind,
                "caller-1",
                userId,
                Set.of(permissions),
                managedOrganizations,
                null,
                "bearer",
                null,
                true,
                mayImpersonate);
    }
}
