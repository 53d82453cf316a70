package io.gatehouse.token;

import io.gatehouse.apikey.ApiKey;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Owner;

/** Events about tokens that are exchanged for API keys. */
final class KeyTokens {
    private KeyTokens() {}

    /** Begins an event that names the key, and its owner as the subject when that is a person. */
    static Event.Builder about(EventType type, String targetType, String targetId, ApiKey key) {
        Owner owner = key.owner();
        boolean isPerson = owner.type() == Owner.Type.USER;
        return Event.of(type, targetType, targetId)
                .key(key.id())
                .subject(isPerson ? owner.id() : null)
                .data("owner_type", owner.type().text())
                .data("owner_id", isPerson ? null : owner.id())
                .data("organization_id", key.organizationId());
    }
}
