package io.gatehouse.account;

import java.util.Optional;

/**
 * Where the pictures of one realm are kept. The one that comes with Gatehouse keeps them in Keycloak's database; another, such as
 * an object store, takes its place by implementing this and being named in the wiring. It may keep the files elsewhere, but must
 * answer from every node at once, and must keep nothing of a picture that was replaced or deleted.
 */
public interface AvatarStore {
    /**
     * Keeps a picture in place of the one that the user had.
     *
     * @throws io.gatehouse.platform.GatehouseException 409 when another one of the same user is kept at this moment
     */
    void put(Avatar avatar);

    /** The picture with this address, empty for none. */
    Optional<Avatar> find(String opaque);

    /**
     * Deletes the picture of a user.
     *
     * @return whether there was one
     */
    boolean delete(String userId);
}
