package io.gatehouse.webhook;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;

/** Which webhooks a caller reaches. */
final class WebhookReach {
    private WebhookReach() {}

    /**
     * Nobody owns a webhook as a person: who has neither the permission nor an organization to manage reaches none.
     *
     * @throws GatehouseException 403 for a caller that reaches none
     */
    static Reach require(Caller caller, Permission permission) {
        Reach reach = caller.reach(permission);
        if (!reach.isAll() && reach.organizationIds().isEmpty()) {
            throw GatehouseException.forbidden(permission);
        }
        return reach;
    }
}
