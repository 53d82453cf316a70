package io.gatehouse.plan;

import org.jspecify.annotations.Nullable;

/**
 * Whoever a plan is assigned to: an organization, or the realm, whose plan covers everything that belongs to no organization
 * with a plan of its own.
 *
 * @param id id of the organization, or {@link #REALM_ID}
 */
record Holder(String id) {
    /** Stands for the realm in the database; no organization has such an id. */
    static final String REALM_ID = "realm";

    static final Holder REALM = new Holder(REALM_ID);

    /** The organization, or the realm for null. */
    static Holder of(@Nullable String organizationId) {
        return organizationId == null ? REALM : new Holder(organizationId);
    }

    boolean isRealm() {
        return id.equals(REALM_ID);
    }

    /** Null for the realm. */
    @Nullable
    String organizationId() {
        return isRealm() ? null : id;
    }
}
