package io.gatehouse.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_AVATAR. */
@Entity(name = "GatehouseAvatar")
@Table(name = "GATEHOUSE_AVATAR")
@NamedQuery(
        name = "gatehouse.avatarByOpaque",
        query = "select a from GatehouseAvatar a where a.realmId = :realm and a.opaque = :opaque")
@NamedQuery(
        name = "gatehouse.avatarOfUser",
        query = "select a from GatehouseAvatar a where a.realmId = :realm and a.userId = :user")
@NamedQuery(
        name = "gatehouse.deleteAvatarOfUser",
        query = "delete from GatehouseAvatar a where a.realmId = :realm and a.userId = :user")
@NullUnmarked
class AvatarEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "USER_ID", nullable = false)
    private String userId;

    @Column(name = "OPAQUE", nullable = false, length = Avatar.OPAQUE_LENGTH)
    private String opaque;

    @Column(name = "IMAGE", nullable = false, length = Avatar.MAX_BYTES)
    private byte[] image;

    @Column(name = "CHANGED_AT_MS", nullable = false)
    private long changedAtMs;

    protected AvatarEntity() {}

    /** The row of a user who had none. */
    AvatarEntity(String id, String realmId, Avatar avatar) {
        this.id = id;
        this.realmId = realmId;
        this.userId = avatar.userId();
        become(avatar);
    }

    /** Takes another picture of the same user over; the address of the one before leads nowhere from now on. */
    final void become(Avatar avatar) {
        this.opaque = avatar.opaque();
        this.image = avatar.png();
        this.changedAtMs = avatar.changedAtMs();
    }

    Avatar toAvatar() {
        return new Avatar(opaque, userId, image, changedAtMs);
    }
}
