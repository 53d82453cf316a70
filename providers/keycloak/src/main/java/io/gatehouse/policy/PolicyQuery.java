package io.gatehouse.policy;

import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query behind the list of policies: the realm and the filters. Not thread-safe. */
final class PolicyQuery {
    private final ListQuery<PolicyEntity> query;

    /** @param search part of the name, in whatever case; null for no filter */
    PolicyQuery(RealmScope scope, @Nullable Boolean isActive, @Nullable String search) {
        query = new ListQuery<>(scope, "GatehousePolicy", PolicyEntity.class);
        if (isActive != null) {
            query.where("r.isActive = :active", Map.of("active", isActive));
        }
        if (search != null) {
            query.where(
                    "lower(r.name) like :search escape '!'",
                    Map.of("search", "%" + ListQuery.literal(search).toLowerCase(Locale.ROOT) + "%"));
        }
    }

    Page<StoredPolicy> page(PageRequest request) {
        return query.page(request, PolicyEntity::toPolicy, policy -> new PageCursor(policy.createdAtMs(), policy.id()));
    }
}
