package io.gatehouse.platform;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a realm a caller reaches: all of them, or what a user owns and what belongs to the organizations that the
 * user manages; in both cases narrowed to one organization when the call or the credential is.
 *
 * @param isAll whether ownership is not asked for
 * @param userId the user whose own rows are reached, null for none
 * @param organizationIds organizations whose rows are reached besides
 * @param onlyOrganizationId the one organization that the call is narrowed to, null for no narrowing
 */
public record Reach(
        boolean isAll,
        @Nullable String userId,
        Set<String> organizationIds,
        @Nullable String onlyOrganizationId) {
    /** Copies the set. */
    public Reach {
        organizationIds = Set.copyOf(organizationIds);
    }

    /** Whether a row with this owner and organization is within reach. */
    public boolean covers(Owner owner, @Nullable String organizationId) {
        if (onlyOrganizationId != null && !onlyOrganizationId.equals(organizationId)) {
            return false;
        }
        return isAll
                || (userId != null && owner.isUser(userId))
                || (organizationId != null && organizationIds.contains(organizationId));
    }
}
