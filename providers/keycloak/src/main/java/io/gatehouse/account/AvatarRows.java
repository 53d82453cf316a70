package io.gatehouse.account;

import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.Optional;
import org.keycloak.models.ModelDuplicateException;

/** Pictures in Keycloak's database, in the transaction of the call. */
public final class AvatarRows implements AvatarStore {
    private final RealmScope scope;

    /** The pictures of a realm. */
    public AvatarRows(RealmScope scope) {
        this.scope = scope;
    }

    @Override
    public void put(Avatar avatar) {
        try {
            Optional<AvatarEntity> before = scope.entityManager()
                    .createNamedQuery("gatehouse.avatarOfUser", AvatarEntity.class)
                    .setParameter("realm", scope.realmId())
                    .setParameter("user", avatar.userId())
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultStream()
                    .findFirst();
            if (before.isPresent()) {
                before.get().become(avatar);
            } else {
                scope.entityManager().persist(new AvatarEntity(Entropy.uuid().toString(), scope.realmId(), avatar));
            }
            scope.entityManager().flush();
        } catch (ModelDuplicateException | PersistenceException e) {
            throw GatehouseException.conflict(
                    "avatar_changing", "Another picture of yours is being kept at this moment; try again.");
        }
    }

    @Override
    public Optional<Avatar> find(String opaque) {
        return scope.entityManager()
                .createNamedQuery("gatehouse.avatarByOpaque", AvatarEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("opaque", opaque)
                .getResultStream()
                .findFirst()
                .map(AvatarEntity::toAvatar);
    }

    @Override
    public boolean delete(String userId) {
        return scope.entityManager()
                        .createNamedQuery("gatehouse.deleteAvatarOfUser")
                        .setParameter("realm", scope.realmId())
                        .setParameter("user", userId)
                        .executeUpdate()
                > 0;
    }
}
