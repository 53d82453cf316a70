package io.gatehouse.platform;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_IDEMPOTENCY: a call with an {@code Idempotency-Key}. Claimed (no status) while the call runs, settled
 * with its answer afterwards, gone when the call failed.
 */
@Entity(name = "GatehouseIdempotency")
@Table(name = "GATEHOUSE_IDEMPOTENCY")
@IdClass(IdempotencyEntity.Key.class)
@NamedQuery(
        name = "gatehouse.deleteExpiredIdempotency",
        query = "delete from GatehouseIdempotency i where i.expiresAtMs < :now")
@NullUnmarked
class IdempotencyEntity {
    /** Primary key. */
    record Key(String realmId, String id) implements Serializable {}

    @Id
    @Column(name = "REALM_ID", length = 36)
    private String realmId;

    @Id
    @Column(name = "ID", length = 64)
    private String id;

    @Column(name = "BODY_DIGEST", nullable = false, length = 64)
    private String bodyDigest;

    @Column(name = "STATUS")
    private Long status;

    @Column(name = "ANSWER")
    private String answer;

    @Column(name = "LOCATION", length = 500)
    private String location;

    @Column(name = "EXPIRES_AT_MS", nullable = false)
    private long expiresAtMs;

    protected IdempotencyEntity() {}

    IdempotencyEntity(Key key, String bodyDigest, long expiresAtMs) {
        this.realmId = key.realmId();
        this.id = key.id();
        this.bodyDigest = bodyDigest;
        this.expiresAtMs = expiresAtMs;
    }

    void settle(int status, String location, String answer, long expiresAtMs) {
        this.status = (long) status;
        this.location = location;
        this.answer = answer;
        this.expiresAtMs = expiresAtMs;
    }

    boolean isSettled() {
        return status != null;
    }

    boolean isExpired(long nowMs) {
        return expiresAtMs < nowMs;
    }

    boolean hasBody(String digest) {
        return bodyDigest.equals(digest);
    }

    int status() {
        return status.intValue();
    }

    String location() {
        return location;
    }

    String answer() {
        return answer;
    }
}
