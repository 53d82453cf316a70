package io.gatehouse.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place in a list after a row: the list is ordered by creation, newest first, then by id. It names nothing that its
 * holder could not see, and every query binds the realm besides, so it is not signed.
 *
 * @param createdAtMs creation of the last row of the page before
 * @param id id of that row
 */
public record PageCursor(long createdAtMs, String id) {
    private static final int MAX_TEXT_LENGTH = 200;

    /** The opaque text in the answer. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAtMs + ":" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws GatehouseException 400 when we did not make the text */
    public static PageCursor parse(String text) {
        try {
            if (text.length() <= MAX_TEXT_LENGTH) {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int colon = plain.indexOf(':');
                if (colon > 0 && plain.length() > colon + 1 && plain.indexOf('\0') < 0) {
                    return new PageCursor(Long.parseLong(plain.substring(0, colon)), plain.substring(colon + 1));
                }
            }
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    private static GatehouseException notOurs() {
        return GatehouseException.badRequest("invalid_cursor", "cursor must be the next_cursor of an earlier answer.");
    }
}
