package io.gatehouse.domain;

import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query behind the list of domains: the realm, what the caller reaches, and the filters. Not thread-safe. */
final class DomainQuery {
    private final ListQuery<DomainEntity> query;

    DomainQuery(RealmScope scope, Reach reach) {
        query = new ListQuery<>(scope, "GatehouseDomain", DomainEntity.class);
        String only = reach.onlyOrganizationId();
        if (only != null) {
            query.where("r.organizationId = :only", Map.of("only", only));
        }
        if (!reach.isAll()) {
            if (reach.organizationIds().isEmpty()) {
                query.where("1 = 0");
            } else {
                query.where("r.organizationId in :organizations", Map.of("organizations", reach.organizationIds()));
            }
        }
    }

    Page<Domain> page(@Nullable DomainStatus status, PageRequest request) {
        if (status != null) {
            query.where("r.status = :status", Map.of("status", status.text()));
        }
        return query.page(
                request,
                DomainEntity::toDomain,
                domain -> new PageCursor(domain.state().createdAtMs(), domain.id()));
    }
}
