package io.gatehouse.core.policy;

import io.gatehouse.core.net.IpAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it is decided. What is not known is absent, and a condition on it does not hold.
 *
 * @param texts the facts that are one text each, none empty
 * @param scopes the scopes that the request would get: those asked for, or all it may have when it names none
 * @param targets whom it is for; empty for nobody in particular
 * @param ttlSeconds wanted lifetime, 0 when there is none
 * @param intent what it is for, in the asker's words; null for none
 * @param nowMs the moment, in milliseconds since 1970
 * @param ip from where, null when not known
 * @param chainDepth how many agents act one for the other, 0 when none acts on behalf of a user
 * @param keyId the API key that is used; null for none
 * @param metadata what the agent or key says of itself; texts, numbers and booleans as text
 */
public record Facts(
        Map<Attribute, String> texts,
        List<String> scopes,
        List<String> targets,
        long ttlSeconds,
        @Nullable String intent,
        long nowMs,
        @Nullable IpAddress ip,
        int chainDepth,
        @Nullable String keyId,
        Map<String, String> metadata) {

    public Facts {
        texts = Map.copyOf(texts);
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
        metadata = Map.copyOf(metadata);
    }

    /** A fact that is one text; empty when it is not known. */
    public Optional<String> text(Attribute attribute) {
        return Optional.ofNullable(texts.get(attribute));
    }

    /** Facts of a moment. */
    public static Builder at(long nowMs) {
        return new Builder(nowMs);
    }

    /** Gathers facts; what is not set is not known. Not thread-safe. */
    public static final class Builder {
        private final long nowMs;
        private final Map<Attribute, String> texts = new EnumMap<>(Attribute.class);
        private List<String> scopes = List.of();
        private List<String> targets = List.of();
        private long ttlSeconds;
        private @Nullable String intent;
        private @Nullable IpAddress ip;
        private int chainDepth;
        private @Nullable String keyId;
        private Map<String, String> metadata = Map.of();

        private Builder(long nowMs) {
            this.nowMs = nowMs;
        }

        /** A fact that is one text; null and empty for one that is not known. */
        public Builder text(Attribute attribute, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                texts.put(attribute, value);
            }
            return this;
        }

        /** The scopes that the request would get. */
        public Builder scopes(List<String> value) {
            this.scopes = value;
            return this;
        }

        /** Whom it is for. */
        public Builder targets(List<String> value) {
            this.targets = value;
            return this;
        }

        /** Wanted lifetime in seconds. */
        public Builder ttlSeconds(long value) {
            this.ttlSeconds = value;
            return this;
        }

        /** What it is for; null for nothing said. */
        public Builder intent(@Nullable String value) {
            this.intent = value;
            return this;
        }

        /** From where; null when not known. */
        public Builder ip(@Nullable IpAddress value) {
            this.ip = value;
            return this;
        }

        /** How many agents act one for the other. */
        public Builder chainDepth(int value) {
            this.chainDepth = value;
            return this;
        }

        /** The API key that is used; null for none. */
        public Builder keyId(@Nullable String value) {
            this.keyId = value;
            return this;
        }

        /** What the agent or key says of itself. */
        public Builder metadata(Map<String, String> value) {
            this.metadata = value;
            return this;
        }

        /** The facts. */
        public Facts build() {
            return new Facts(texts, scopes, targets, ttlSeconds, intent, nowMs, ip, chainDepth, keyId, metadata);
        }
    }
}
