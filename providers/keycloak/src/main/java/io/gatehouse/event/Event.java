package io.gatehouse.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as a store tells it. Who called and in which request is added by {@link Events}. Immutable.
 *
 * @param type what happened
 * @param agentId the authenticated or affected agent, null for none
 * @param subjectId the user on whose behalf it happened, null for none
 * @param keyId id of the API key that was used or changed, null for none
 * @param targetType kind of the thing that changed or was asked for, such as {@code agent} or {@code service}
 * @param targetId which one
 * @param decision {@code allow} or {@code deny}, null where nothing was decided
 * @param decisionId id under which the decision is explained, null where nothing was decided
 * @param revocationCause why something was revoked, null otherwise
 * @param data what else belongs to it; never a secret and nothing about a person
 * @param personal what tells of a person (name, intent), kept apart so that it can be erased
 * @param facts what policies were told, as JSON, so that they can be asked again; null where they were not asked. Belongs to
 *     the event but is neither in the audit log nor sent anywhere
 */
public record Event(
        EventType type,
        @Nullable String agentId,
        @Nullable String subjectId,
        @Nullable String keyId,
        String targetType,
        String targetId,
        @Nullable String decision,
        @Nullable String decisionId,
        @Nullable String revocationCause,
        Map<String, Object> data,
        Map<String, String> personal,
        @Nullable String facts) {
    /** Copies the maps. */
    public Event {
        data = Map.copyOf(data);
        personal = Map.copyOf(personal);
    }

    /** Begins an event about a thing. */
    public static Builder of(EventType type, String targetType, String targetId) {
        return new Builder(type, targetType, targetId);
    }

    /** Collects the parts of an event. Not thread-safe. */
    public static final class Builder {
        private final EventType type;
        private final String targetType;
        private final String targetId;
        private @Nullable String agentId;
        private @Nullable String subjectId;
        private @Nullable String keyId;
        private @Nullable String decision;
        private @Nullable String decisionId;
        private @Nullable String revocationCause;
        private final Map<String, Object> data = new LinkedHashMap<>();
        private final Map<String, String> personal = new LinkedHashMap<>();
        private @Nullable String facts;

        private Builder(EventType type, String targetType, String targetId) {
            this.type = type;
            this.targetType = targetType;
            this.targetId = targetId;
        }

        /** The agent that acted or was acted upon. */
        public Builder agent(String id) {
            agentId = id;
            return this;
        }

        /** The user on whose behalf it happened. */
        public Builder subject(@Nullable String id) {
            subjectId = id;
            return this;
        }

        /** The API key that was used or changed. */
        public Builder key(String id) {
            keyId = id;
            return this;
        }

        /** What was decided, and the id under which it is explained. */
        public Builder decision(String effect, String id) {
            decision = effect;
            decisionId = id;
            return this;
        }

        /** Why something was revoked. */
        public Builder cause(String cause) {
            revocationCause = cause;
            return this;
        }

        /** A further fact; null is left out. */
        public Builder data(String name, @Nullable Object value) {
            if (value != null) {
                data.put(name, value);
            }
            return this;
        }

        /** A fact that tells of a person; null is left out. */
        public Builder personal(String name, @Nullable String value) {
            if (value != null) {
                personal.put(name, value);
            }
            return this;
        }

        /** What policies were told; null for what is not kept. */
        public Builder facts(@Nullable String json) {
            facts = json;
            return this;
        }

        /** The event. */
        public Event build() {
            return new Event(
                    type,
                    agentId,
                    subjectId,
                    keyId,
                    targetType,
                    targetId,
                    decision,
                    decisionId,
                    revocationCause,
                    data,
                    personal,
                    facts);
        }
    }
}
