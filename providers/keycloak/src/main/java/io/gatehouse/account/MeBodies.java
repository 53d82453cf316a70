package io.gatehouse.account;

import io.gatehouse.platform.Fields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link MeResource}: their shapes for the API description, and how each is read. */
final class MeBodies {
    /** Longest name, in characters, as Keycloak keeps it. */
    static final int MAX_NAME_LENGTH = 255;

    /** Longest address, in characters (RFC 5321 4.5.3.1.3 allows 254 in a path). */
    static final int MAX_EMAIL_LENGTH = 254;

    private static final String FULL = "full_name";
    private static final String FIRST = "first_name";
    private static final String LAST = "last_name";

    private MeBodies() {}

    /** Body of PATCH. */
    @Schema(name = "PatchMeRequest")
    record Patch(
            @Schema(
                    nullable = true,
                    maxLength = 2 * MAX_NAME_LENGTH + 1,
                    description = "Both names at once: the last word is the last name. Not beside the other two")
            @Nullable
            String fullName,

            @Schema(
                    nullable = true,
                    maxLength = MAX_NAME_LENGTH,
                    description = "null removes it, where the realm lets it")
            @Nullable
            String firstName,

            @Schema(
                    nullable = true,
                    maxLength = MAX_NAME_LENGTH,
                    description = "null removes it, where the realm lets it")
            @Nullable
            String lastName) {}

    /** Body of change-email. */
    @Schema(name = "ChangeEmailRequest")
    record ChangeEmail(
            @Schema(required = true, format = "email", minLength = 3, maxLength = MAX_EMAIL_LENGTH)
            String email) {}

    /** What a patch asks for; {@code isFull} says how the caller named it. */
    record Change(Accounts.Names names, boolean isFull) {
        /** Pointer to the member that set an attribute of Keycloak's; to the attribute's own name for any other. */
        String pointer(String attribute) {
            return switch (attribute) {
                case "firstName" -> "/" + (isFull ? FULL : FIRST);
                case "lastName" -> "/" + (isFull ? FULL : LAST);
                default -> "/" + attribute;
            };
        }
    }

    static Change readPatch(Fields fields) {
        boolean isFull = fields.has(FULL);
        boolean hasFirst = fields.has(FIRST);
        boolean hasLast = fields.has(LAST);
        if (isFull && (hasFirst || hasLast)) {
            fields.reject(FULL, "conflict", "Send full_name, or first_name and last_name.");
        }
        String full = fields.text(FULL, 0, 2 * MAX_NAME_LENGTH + 1).orElse("").strip();
        String first = fields.text(FIRST, 0, MAX_NAME_LENGTH).orElse("").strip();
        String last = fields.text(LAST, 0, MAX_NAME_LENGTH).orElse("").strip();
        Accounts.Names names =
                isFull ? split(full) : new Accounts.Names(hasFirst ? first : null, hasLast ? last : null);
        fields.done();
        return new Change(names, isFull);
    }

    static ChangeEmail readChangeEmail(Fields fields) {
        ChangeEmail body = new ChangeEmail(fields.requiredText("email", 3, MAX_EMAIL_LENGTH));
        fields.done();
        return body;
    }

    /** The last word is the last name; a single word is the first name. */
    static Accounts.Names split(String full) {
        int space = full.lastIndexOf(' ');
        return space < 0
                ? new Accounts.Names(full, "")
                : new Accounts.Names(full.substring(0, space).strip(), full.substring(space + 1));
    }
}
