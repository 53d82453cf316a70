package io.gatehouse.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_STATUS_LIST: a status list that tokens refer to, until the last of them has expired. Written by the first
 * transaction that gives out an entry of it; never changed. The bits are nowhere: they follow from the tokens and revocations.
 */
@Entity(name = "GatehouseStatusList")
@Table(name = "GATEHOUSE_STATUS_LIST")
@NamedQuery(
        name = "gatehouse.liveStatusLists",
        query = "select l.number from GatehouseStatusList l"
                + " where l.realmId = :realm and l.endsAtMs > :now order by l.endsAtMs desc, l.number")
@NamedQuery(
        name = "gatehouse.endedStatusLists",
        query = "select l.number from GatehouseStatusList l where l.endsAtMs < :before")
@NamedQuery(
        name = "gatehouse.deleteStatusLists",
        query = "delete from GatehouseStatusList l where l.number in :numbers")
@NullUnmarked
class StatusListEntity {
    /** Random, so that it tells nothing of how many there are. */
    @Id
    @Column(name = "LIST_NO")
    private long number;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "OPENED_AT_MS", nullable = false)
    private long openedAtMs;

    /** No token of it lives longer. */
    @Column(name = "ENDS_AT_MS", nullable = false)
    private long endsAtMs;

    protected StatusListEntity() {}

    StatusListEntity(String realmId, OpenStatusList list) {
        this.number = list.number();
        this.realmId = realmId;
        this.openedAtMs = list.openedAtMs();
        this.endsAtMs = list.endsAtMs();
    }

    boolean isLiveIn(String realm, long nowMs) {
        return realmId.equals(realm) && nowMs < endsAtMs;
    }

    long openedAtMs() {
        return openedAtMs;
    }

    long endsAtMs() {
        return endsAtMs;
    }
}
