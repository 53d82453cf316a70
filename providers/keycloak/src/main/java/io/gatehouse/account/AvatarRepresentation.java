package io.gatehouse.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user's picture in JSON. */
@Schema(name = "Avatar")
public record AvatarRepresentation(
        @Schema(
                required = true,
                nullable = true,
                description =
                        "Where everybody can get it, also your claim picture; another one with every picture. Null"
                                + " when you have none")
        @Nullable
        String avatarUrl) {}
