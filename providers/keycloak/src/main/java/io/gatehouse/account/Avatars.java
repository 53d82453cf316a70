package io.gatehouse.account;

import io.gatehouse.core.picture.PictureException;
import io.gatehouse.core.picture.PictureFile;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * The pictures of a realm's users. A user has one or none; its address is the user's attribute {@code picture}, which Keycloak shows
 * as the claim of that name. Set through the model: whatever the realm's user profile says of that attribute, people change it here
 * alone, unless an administrator lets them.
 */
public final class Avatars {
    /** Pixels of a side. */
    public static final int SIDE = 256;

    /** Longest file that is taken, in bytes. */
    public static final int MAX_FILE_BYTES = 1_048_576;

    /** The user's attribute, and the claim (OpenID Connect Core 5.1). */
    static final String ATTRIBUTE = "picture";

    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_-]{" + Avatar.OPAQUE_LENGTH + "}");

    private final RealmScope scope;
    private final Events events;
    private final AvatarStore store;
    private final PictureDecoder decoder;

    /** The pictures of the scope's realm. */
    public Avatars(RealmScope scope, Events events, AvatarStore store, PictureDecoder decoder) {
        this.scope = scope;
        this.events = events;
        this.store = store;
        this.decoder = decoder;
    }

    /**
     * Makes a picture the user's.
     *
     * @param file PNG, JPEG or WebP, as it was sent
     * @return its address
     * @throws GatehouseException 413, 415, 422 for a file that is not taken, 503 while the node decodes too many, 404 for a user who
     *     is gone, 409 for one whose attributes cannot be changed or are being changed
     */
    public String set(String userId, byte[] file) {
        if (file.length > MAX_FILE_BYTES) {
            throw GatehouseException.tooLarge(MAX_FILE_BYTES);
        }
        byte[] png = squared(file);
        String opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(Entropy.bytes(Avatar.OPAQUE_BYTES));
        String url = scope.apiRoot() + "/avatars/" + opaque;
        store.put(new Avatar(opaque, userId, png, Clock.nowMs()));
        point(userId, url);
        record(userId, true);
        return url;
    }

    /** Takes the user's picture away; the attribute goes only if it is ours. */
    public void remove(String userId) {
        if (store.delete(userId)) {
            point(userId, null);
            record(userId, false);
        }
    }

    /** Forgets the picture of a user who is gone. */
    public void forget(String userId) {
        boolean ignored = store.delete(userId);
    }

    /** The picture with this address, empty for none, whatever it looks like. */
    public Optional<Avatar> find(String opaque) {
        return OPAQUE.matcher(opaque).matches() ? store.find(opaque) : Optional.empty();
    }

    private byte[] squared(byte[] file) {
        try {
            return decoder.squared(PictureFile.read(file));
        } catch (PictureException e) {
            throw refusal(e);
        }
    }

    private static GatehouseException refusal(PictureException refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case UNKNOWN_TYPE -> GatehouseException.http(415, "unsupported_picture", detail);
            case UNSUPPORTED -> GatehouseException.invalid("/file", "unsupported_picture", detail);
            case WRONG_SIZE -> GatehouseException.invalid("/file", "wrong_size", detail);
            case ANIMATED -> GatehouseException.invalid("/file", "animated", detail);
            case DAMAGED -> GatehouseException.invalid("/file", "damaged", detail);
        };
    }

    private void point(String userId, @Nullable String url) {
        UserModel user = scope.session().users().getUserById(scope.realm(), userId);
        if (user == null) {
            throw GatehouseException.notFound();
        }
        try {
            if (url != null) {
                user.setSingleAttribute(ATTRIBUTE, url);
            } else if (isOurs(user.getFirstAttribute(ATTRIBUTE))) {
                user.removeAttribute(ATTRIBUTE);
            }
        } catch (ReadOnlyException e) {
            throw GatehouseException.conflict(
                    "user_read_only", "Your account comes from a directory that Keycloak may not write to.");
        }
    }

    /** An administrator, or an identity provider, may have put another there since. */
    private boolean isOurs(@Nullable String url) {
        return url != null && url.contains("/realms/" + scope.realm().getName() + "/gatehouse/v1/avatars/");
    }

    private void record(String userId, boolean isSet) {
        String ignored = events.append(Event.of(EventType.AVATAR_CHANGED, "user", userId)
                .subject(userId)
                .data("is_set", isSet)
                .build());
    }
}
