package io.gatehouse.apikey;

import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.policy.PolicyDecisions;

/** What policies are told of an API key, whatever it is used for. */
public final class KeyFacts {
    private KeyFacts() {}

    /** The facts of a key at a moment, in milliseconds since 1970. */
    public static Facts.Builder of(ApiKey key, long nowMs) {
        return Facts.at(nowMs)
                .text(Attribute.OWNER, PolicyDecisions.owner(key.owner()))
                .text(Attribute.ORGANIZATION, key.organizationId())
                .text(Attribute.KEY_ENVIRONMENT, key.environment().text())
                .keyId(key.id())
                .metadata(PolicyDecisions.metadata(key.metadata()));
    }
}
