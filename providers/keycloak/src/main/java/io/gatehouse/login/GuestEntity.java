package io.gatehouse.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_GUEST: one for each guest, gone when the guest is linked or deleted. */
@Entity(name = "GatehouseGuest")
@Table(name = "GATEHOUSE_GUEST")
@NamedQuery(
        name = "gatehouse.countGuests",
        query = "select count(g.userId) from GatehouseGuest g where g.realmId = :realm")
@NamedQuery(
        name = "gatehouse.guestIdsToLookAt",
        query =
                "select g.userId from GatehouseGuest g where g.realmId = :realm and g.lookAtMs <= :now order by g.lookAtMs")
@NullUnmarked
class GuestEntity {
    @Id
    @Column(name = "USER_ID", length = 36)
    private String userId;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    /** When it last used its login, give or take {@link Guests#SEEN_GRAIN_MS}. */
    @Column(name = "SEEN_AT_MS", nullable = false)
    private long seenAtMs;

    /** When a job is to look whether it is to be deleted. */
    @Column(name = "LOOK_AT_MS", nullable = false)
    private long lookAtMs;

    /** Id of the newest request to link it, see {@link GuestLinks}; null for none. */
    @Column(name = "LINK_ID", length = 36)
    private String linkId;

    protected GuestEntity() {}

    /** A guest that comes now. */
    GuestEntity(String userId, String realmId, long nowMs) {
        this.userId = userId;
        this.realmId = realmId;
        this.createdAtMs = nowMs;
        this.seenAtMs = nowMs;
        this.lookAtMs = nowMs + GuestSweep.LOOK_MS;
    }

    /** Whether the row belongs to this realm. */
    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    long createdAtMs() {
        return createdAtMs;
    }

    long seenAtMs() {
        return seenAtMs;
    }

    void seen(long nowMs) {
        this.seenAtMs = Math.max(seenAtMs, nowMs);
    }

    /** Null for none. */
    String linkId() {
        return linkId;
    }

    /** Takes the place of any request before. */
    void linkBy(String id) {
        this.linkId = id;
    }

    void lookAt(long ms) {
        this.lookAtMs = ms;
    }
}
