package io.gatehouse.account;

import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The person who calls, as JSON. */
@Schema(name = "Me")
record MeRepresentation(
        @Schema(required = true, description = "Id of the user, the sub of its tokens")
        String id,

        @Schema(required = true) String username,

        @Schema(nullable = true) @Nullable String email,

        @Schema(nullable = true, description = "First and last name") @Nullable
        String fullName,

        @Schema(required = true, description = "Whether the user is enabled")
        boolean isActive,

        @Schema(
                required = true,
                description =
                        "Whether the user administers the whole realm: realm-admin of the client realm-management, or admin in the realm master")
        boolean isSuperuser,

        @Schema(required = true, description = "Whether the e-mail address is proved to be the user's")
        boolean isVerified,

        @Schema(required = true, description = "Whether the user is an anonymous guest")
        boolean isGuest,

        @Schema(
                required = true,
                maxItems = Accounts.MAX_PROJECTS,
                description = "The enabled organizations that the user is a member of, by name")
        List<Project> projects,

        @Schema(nullable = true, format = "date-time", description = "null where Keycloak does not know it") @Nullable
        String createdAt,

        @Schema(
                nullable = true,
                format = "date-time",
                description = "When the profile or the e-mail address was changed last; created_at when never")
        @Nullable
        String updatedAt,

        @Schema(required = true) Billing.Standing billing,

        @Schema(nullable = true, description = "Address of a picture: the user's attribute picture") @Nullable
        String avatarUrl) {
    /** Copies the list. */
    MeRepresentation {
        projects = List.copyOf(projects);
    }

    /** An organization that the person belongs to. */
    @Schema(name = "MyProject")
    record Project(
            @Schema(required = true) String id,
            @Schema(required = true) String name,

            @Schema(
                    required = true,
                    description = "Whether you manage it, and so see its plan and usage at /organizations/{id}/usage")
            boolean isManager) {}

    static MeRepresentation of(
            Account account, List<Project> projects, @Nullable Long changedAtMs, Billing.Standing billing) {
        return new MeRepresentation(
                account.id(),
                account.username(),
                account.email(),
                account.fullName(),
                account.isEnabled(),
                account.isSuperuser(),
                account.isEmailVerified(),
                account.isGuest(),
                projects,
                time(account.createdAtMs()),
                time(changedAtMs == null ? account.createdAtMs() : changedAtMs),
                billing,
                account.pictureUrl());
    }

    private static @Nullable String time(@Nullable Long ms) {
        return ms == null ? null : Clock.iso(ms);
    }
}
