package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.core.key.ExpiryNotices;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.platform.JsonColumn;
import io.gatehouse.platform.Owner;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_API_KEY. It stays after revocation. Every change but that of its use is made under the row's lock, see
 * {@link ApiKeys}: Hibernate writes all columns, and one that was read before a concurrent revocation would undo it. Longer
 * than a class should be: half of it are the columns and the queries.
 */
@Entity(name = "GatehouseApiKey")
@Table(name = "GATEHOUSE_API_KEY")
@NamedQuery(
        name = "gatehouse.apiKeyById",
        query = "select k from GatehouseApiKey k where k.realmId = :realm and k.id = :id")
@NamedQuery(
        name = "gatehouse.apiKeyByKid",
        query = "select k from GatehouseApiKey k where k.realmId = :realm and k.kid = :kid")
@NamedQuery(
        name = "gatehouse.apiKeysByKids",
        query = "select k from GatehouseApiKey k where k.realmId = :realm and k.kid in (:kids)")
@NamedQuery(
        name = "gatehouse.countApiKeyUse",
        query = "update GatehouseApiKey k set k.useCount = k.useCount + :uses,"
                + " k.lastUsedAtMs = case when k.lastUsedAtMs > :at then k.lastUsedAtMs else :at end"
                + " where k.realmId = :realm and k.id = :id")
@NamedQuery(
        name = "gatehouse.apiKeysToTellOf",
        query = "select k.id from GatehouseApiKey k where k.realmId = :realm and k.noticeAtMs <= :now"
                + " order by k.noticeAtMs")
@NamedQuery(
        name = "gatehouse.apiKeysThatMayBeIdle",
        query = "select k.id from GatehouseApiKey k where k.realmId = :realm and k.idleLookAtMs <= :now"
                + " order by k.idleLookAtMs")
@NullUnmarked
class ApiKeyEntity {
    /** Neither scope tokens nor client ids hold control characters. */
    private static final String SEPARATOR = "\n";

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "KID", nullable = false, length = 12)
    private String kid;

    @Column(name = "NAME", nullable = false, length = 200)
    private String name;

    @Column(name = "VISIBLE_PREFIX", nullable = false, length = 40)
    private String visiblePrefix;

    @Column(name = "ENVIRONMENT", nullable = false, length = 8)
    private String environment;

    @Column(name = "PEPPER_ID", nullable = false, length = 64)
    private String pepperId;

    @Column(name = "DIGEST", nullable = false, length = 64)
    private String digest;

    @Column(name = "SCOPES")
    private String scopes;

    @Column(name = "AUDIENCES")
    private String audiences;

    @Column(name = "OWNER_TYPE", nullable = false, length = 16)
    private String ownerType;

    @Column(name = "OWNER_ID", nullable = false)
    private String ownerId;

    @Column(name = "ORGANIZATION_ID", length = 36)
    private String organizationId;

    @Convert(converter = JsonColumn.class)
    @Column(name = "METADATA")
    private Map<String, Object> metadata;

    @Convert(converter = JsonColumn.class)
    @Column(name = "LIMITS")
    private Map<String, Object> limits;

    @Column(name = "IS_ACTIVE", nullable = false)
    private boolean isOn;

    @Column(name = "EXPIRES_AT_MS", nullable = false)
    private long expiresAtMs;

    @Column(name = "REVOKED_AT_MS")
    private Long revokedAtMs;

    @Column(name = "DEACTIVATED_AT_MS")
    private Long deactivatedAtMs;

    @Column(name = "LAST_USED_AT_MS")
    private Long lastUsedAtMs;

    @Column(name = "USE_COUNT", nullable = false)
    private long useCount;

    @Column(name = "CREATED_BY", nullable = false)
    private String createdBy;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    @Column(name = "REPLACES", length = 36)
    private String replaces;

    @Column(name = "REPLACED_BY", length = 36)
    private String replacedBy;

    @Column(name = "REPLACED_AT_MS")
    private Long replacedAtMs;

    @Column(name = "REVOKE_WHEN_IDLE_HOURS")
    private Integer revokeWhenIdleHours;

    @Column(name = "IDLE_LOOK_AT_MS")
    private Long idleLookAtMs;

    @Column(name = "NOTICE_AT_MS")
    private Long noticeAtMs;

    protected ApiKeyEntity() {}

    /** @param createdBy id of whoever calls */
    ApiKeyEntity(
            String id, String realmId, NewApiKey made, ApiKeyText text, Digest digest, String createdBy, long nowMs) {
        this(id, realmId, made, text.kid(), text.visiblePrefix(), digest, createdBy, nowMs);
    }

    /** @param createdBy id of whoever calls */
    ApiKeyEntity(
            String id,
            String realmId,
            NewApiKey made,
            String kid,
            String visiblePrefix,
            Digest digest,
            String createdBy,
            long nowMs) {
        this.id = id;
        this.realmId = realmId;
        this.kid = kid;
        this.name = made.name();
        this.visiblePrefix = visiblePrefix;
        this.environment = made.environment().text();
        this.pepperId = digest.pepperId();
        this.digest = digest.value();
        this.scopes = joined(made.scopes());
        this.audiences = joined(made.audiences());
        this.ownerType = made.belonging().owner().type().text();
        this.ownerId = made.belonging().owner().id();
        this.organizationId = made.belonging().organizationId();
        this.metadata = made.metadata();
        this.limits = made.limits().toColumn();
        this.isOn = true;
        this.expiresAtMs = made.expiresAtMs();
        this.createdBy = createdBy;
        this.createdAtMs = nowMs;
        this.updatedAtMs = nowMs;
        tellNextAfter(nowMs);
    }

    /** The key that takes the place of this one: all of it but its text, its use and its maker. */
    ApiKeyEntity successor(String newId, ApiKeyText text, Digest newDigest, String maker, long nowMs) {
        ApiKey key = toKey();
        NewApiKey same = new NewApiKey(
                key.name(),
                key.environment(),
                new NewApiKey.Belonging(key.owner(), key.organizationId()),
                key.scopes(),
                key.audiences(),
                key.metadata(),
                key.expiresAtMs(),
                key.limits().ofSuccessor(id),
                null);
        ApiKeyEntity successor = new ApiKeyEntity(newId, realmId, same, text, newDigest, maker, nowMs);
        successor.replaces = id;
        return successor;
    }

    /**
     * Ends with the overlap, or before when it would have ended before.
     *
     * @param idleHours after how many hours without use it is revoked before that, null for never
     */
    void replaceBy(String successorId, long overlapEndsAtMs, Integer idleHours, long nowMs) {
        replacedBy = successorId;
        replacedAtMs = nowMs;
        expiresAtMs = Math.min(expiresAtMs, overlapEndsAtMs);
        revokeWhenIdleHours = idleHours;
        if (idleHours != null) {
            lookForUseAt(nowMs + ApiKey.Succession.idleMs(idleHours));
        }
        tellNextAfter(nowMs);
        updatedAtMs = nowMs;
    }

    /** When to look next whether it is idle; never when it has ended by then. */
    void lookForUseAt(long atMs) {
        idleLookAtMs = atMs < expiresAtMs && revokedAtMs == null ? (Long) atMs : null;
    }

    /** Plans the next notice of its end; none of a revoked key. */
    final void tellNextAfter(long atMs) {
        OptionalLong next = ExpiryNotices.nextAfter(atMs, expiresAtMs);
        noticeAtMs = next.isPresent() && revokedAtMs == null ? (Long) next.getAsLong() : null;
    }

    /** Whether a notice of its end is planned for a moment that has come. */
    boolean isNoticeDue(long nowMs) {
        return noticeAtMs != null && noticeAtMs <= nowMs;
    }

    /** Whether it is time to look whether it is idle. */
    boolean isLookForUseDue(long nowMs) {
        return idleLookAtMs != null && idleLookAtMs <= nowMs;
    }

    void rename(String newName, long nowMs) {
        name = newName;
        updatedAtMs = nowMs;
    }

    void grant(List<String> newScopes, long nowMs) {
        scopes = joined(newScopes);
        updatedAtMs = nowMs;
    }

    void showTo(List<String> newAudiences, long nowMs) {
        audiences = joined(newAudiences);
        updatedAtMs = nowMs;
    }

    void describe(Map<String, Object> newMetadata, long nowMs) {
        metadata = newMetadata;
        updatedAtMs = nowMs;
    }

    void limit(KeyLimits newLimits, long nowMs) {
        limits = newLimits.toColumn();
        updatedAtMs = nowMs;
    }

    /** Keeps the time of the first call. */
    void switchOff(long nowMs) {
        if (isOn) {
            isOn = false;
            deactivatedAtMs = nowMs;
            updatedAtMs = nowMs;
        }
    }

    /** Does nothing for a revoked key: revocation is terminal. */
    void switchOn(long nowMs) {
        if (revokedAtMs == null && !isOn) {
            isOn = true;
            deactivatedAtMs = null;
            updatedAtMs = nowMs;
        }
    }

    /** Ends the key for good; keeps the time of the first call. */
    void revoke(long nowMs) {
        if (revokedAtMs == null) {
            switchOff(nowMs);
            revokedAtMs = nowMs;
            updatedAtMs = nowMs;
            idleLookAtMs = null;
            noticeAtMs = null;
        }
    }

    long updatedAtMs() {
        return updatedAtMs;
    }

    ApiKey toKey() {
        return new ApiKey(
                id,
                realmId,
                kid,
                name,
                visiblePrefix,
                KeyEnvironment.valueOf(environment.toUpperCase(Locale.ROOT)),
                new Owner(Owner.Type.valueOf(ownerType.toUpperCase(Locale.ROOT)), ownerId),
                organizationId,
                parts(scopes),
                parts(audiences),
                metadata == null ? Map.of() : metadata,
                new ApiKey.State(isOn, createdAtMs, updatedAtMs, expiresAtMs, deactivatedAtMs, revokedAtMs),
                new ApiKey.Use(useCount, lastUsedAtMs),
                new ApiKey.Succession(replaces, replacedBy, replacedAtMs, revokeWhenIdleHours),
                KeyLimits.ofColumn(limits));
    }

    StoredKey toStored() {
        return new StoredKey(toKey(), new Digest(pepperId, digest));
    }

    private static String joined(List<String> parts) {
        return parts.isEmpty() ? null : String.join(SEPARATOR, parts);
    }

    private static List<String> parts(String joined) {
        return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }
}
