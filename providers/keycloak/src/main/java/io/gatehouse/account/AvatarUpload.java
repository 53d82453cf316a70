package io.gatehouse.account;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form that carries a picture, for the API's description alone: the body is read by {@link AvatarResource}. */
@Schema(name = "AvatarUpload")
record AvatarUpload(
        @Schema(
                required = true,
                type = SchemaType.STRING,
                format = "binary",
                description =
                        "PNG, JPEG or WebP, at most 1 MiB and 4096 pixels a side; a WebP at most 2048 x 2048 in all")
        String file) {}
