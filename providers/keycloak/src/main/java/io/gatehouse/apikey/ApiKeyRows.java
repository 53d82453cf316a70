package io.gatehouse.apikey;

import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/**
 * The rows of one realm: how they are found and locked. A key that the caller does not reach is absent to it.
 */
final class ApiKeyRows {
    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final ActingAgents agents;

    /** @param agents the realm's agents, whose keys their owners reach */
    ApiKeyRows(RealmScope scope, ActingAgents agents) {
        this.scope = scope;
        this.agents = agents;
    }

    /** The row of a key within reach, of whatever status. */
    Optional<ApiKeyEntity> find(String id, Reach reach) {
        return row(id).filter(found -> isWithin(found.toKey(), reach));
    }

    /** The rotation that a key was the last part of: as the old key when it was replaced, else as the new one. */
    Optional<KeySuccession> succession(ApiKey key) {
        String oldId = key.succession().replacedBy() != null
                ? key.id()
                : key.succession().replaces();
        return Optional.ofNullable(oldId)
                .flatMap(this::row)
                .map(ApiKeyEntity::toKey)
                .flatMap(old -> Optional.ofNullable(old.succession().replacedBy())
                        .flatMap(this::row)
                        .map(successor -> new KeySuccession(old, successor.toKey())));
    }

    /** One page of the keys within reach that may be used now, newest first. */
    Page<ApiKey> active(Reach reach, PageRequest request) {
        return page(
                new ApiKeyFilter(Optional.of(ApiKeyStatus.ACTIVE), Optional.empty(), Optional.empty()), reach, request);
    }

    /** One page of the keys within reach. */
    Page<ApiKey> page(ApiKeyFilter filter, Reach reach, PageRequest request) {
        return new ApiKeyListQuery(scope, reach, filter, Clock.nowMs()).page(request);
    }

    /** The row of a key within reach, locked until the transaction ends and read again under the lock. */
    Optional<ApiKeyEntity> lock(String id, Reach reach) {
        Optional<ApiKeyEntity> row = find(id, reach);
        // Read again under the lock: owner and organization never change, everything else may have meanwhile.
        row.ifPresent(found -> scope.entityManager().refresh(found, LockModeType.PESSIMISTIC_WRITE));
        return row;
    }

    /** A key of an agent is within reach also of those who manage the agent. */
    boolean isWithin(ApiKey key, Reach reach) {
        return reach.covers(key.owner(), key.organizationId())
                || (key.owner().type() == Owner.Type.AGENT
                        && agents.find(key.owner().id())
                                .map(ActingAgents.Standing::agent)
                                .filter(agent -> reach.covers(agent.owner(), agent.organizationId()))
                                .isPresent());
    }

    private Optional<ApiKeyEntity> row(String id) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        if (!isId) {
            return Optional.empty();
        }
        return scope
                .entityManager()
                .createNamedQuery("gatehouse.apiKeyById", ApiKeyEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }
}
