package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The query behind a list: the realm, what the caller reaches and the filters; walks IDX_GATEHOUSE_API_KEY_LIST. Not
 * thread-safe.
 */
final class ApiKeyListQuery {
    private final ListQuery<ApiKeyEntity> query;

    ApiKeyListQuery(RealmScope scope, Reach reach, ApiKeyFilter filter, long nowMs) {
        query = new ListQuery<>(scope, "GatehouseApiKey", ApiKeyEntity.class);
        reach(reach);
        filter.status().ifPresent(status -> status(status, nowMs));
        filter.ownerId().ifPresent(id -> query.where("r.ownerId = :owner", Map.of("owner", id)));
        filter.search().ifPresent(this::search);
    }

    Page<ApiKey> page(PageRequest request) {
        return query.page(request, ApiKeyEntity::toKey, key -> new PageCursor(key.createdAtMs(), key.id()));
    }

    private void reach(Reach reach) {
        String only = reach.onlyOrganizationId();
        if (only != null) {
            query.where("r.organizationId = :only", Map.of("only", only));
        }
        if (reach.isAll()) {
            return;
        }
        List<String> ways = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        String userId = reach.userId();
        if (userId != null) {
            ways.add("(r.ownerType in ('user', 'service_account') and r.ownerId = :user)");
            ways.add(
                    "(r.ownerType = 'agent' and r.ownerId in (select a.id from GatehouseAgent a where a.realmId = :realm"
                            + " and a.ownerType in ('user', 'service_account') and a.ownerId = :user))");
            values.put("user", userId);
        }
        if (!reach.organizationIds().isEmpty()) {
            ways.add("r.organizationId in :organizations");
            values.put("organizations", reach.organizationIds());
        }
        query.where(ways.isEmpty() ? "1 = 0" : "(" + String.join(" or ", ways) + ")", values);
    }

    private void status(ApiKeyStatus status, long nowMs) {
        switch (status) {
            case REVOKED -> query.where("r.revokedAtMs is not null");
            case EXPIRED -> query.where("r.revokedAtMs is null and r.expiresAtMs <= :now", Map.of("now", nowMs));
            case INACTIVE ->
                query.where("r.revokedAtMs is null and r.expiresAtMs > :now and r.isOn = false", Map.of("now", nowMs));
            case ACTIVE ->
                query.where("r.revokedAtMs is null and r.expiresAtMs > :now and r.isOn = true", Map.of("now", nowMs));
        }
    }

    private void search(String text) {
        // Whoever looks for a whole key means its row; the secret half goes to no database and no log of one.
        String literal = ListQuery.literal(
                ApiKeyText.parse(text).map(ApiKeyText::visiblePrefix).orElse(text));
        query.where(
                "(lower(r.name) like :inName escape '!' or r.visiblePrefix like :atStart escape '!')",
                Map.of("inName", "%" + literal.toLowerCase(Locale.ROOT) + "%", "atStart", literal + "%"));
    }
}
