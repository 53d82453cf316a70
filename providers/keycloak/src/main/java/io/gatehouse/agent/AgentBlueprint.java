package io.gatehouse.agent;

import io.gatehouse.platform.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What agents made from it begin with, and the most that their scopes may be. Immutable.
 *
 * @param id a UUID
 * @param mode for whom its agents act, unless they say otherwise
 * @param credential how its agents prove themselves, unless they say otherwise
 * @param details its own name; the rest is what its agents take. Sponsor, end, review and keys are each agent's own and never
 *     in it
 * @param expiresInDays how long its agents live, unless they say otherwise; null for ever
 * @param createdBy id of who made it
 * @param createdAtMs when
 * @param updatedAtMs when it last changed
 */
public record AgentBlueprint(
        String id,
        AgentMode mode,
        AgentCredential credential,
        AgentDetails details,
        @Nullable Long expiresInDays,
        String createdBy,
        long createdAtMs,
        long updatedAtMs) {
    /** Longest life of an agent that a blueprint may set, in days. */
    public static final int MAX_EXPIRES_IN_DAYS = 3_650;

    /**
     * What a body says of a blueprint.
     *
     * @param mode as {@link AgentBlueprint#mode}
     * @param credential as {@link AgentBlueprint#credential}
     * @param details as {@link AgentBlueprint#details}
     * @param expiresInDays as {@link AgentBlueprint#expiresInDays}
     */
    record Content(
            AgentMode mode,
            AgentCredential credential,
            AgentDetails details,
            @Nullable Long expiresInDays) {
        /** What a create begins with. */
        static final Content NONE = new Content(AgentMode.AUTONOMOUS, AgentCredential.SECRET, AgentDetails.NONE, null);

        /**
         * Reads a body as a merge patch (RFC 7396); a create is a patch of {@link #NONE}.
         *
         * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
         */
        static Content patched(Fields fields, Content before, long nowMs) {
            AgentMode mode = fields.word("mode", AgentMode::of, "autonomous, delegated, both")
                    .orElse(fields.has("mode") ? NONE.mode : before.mode);
            AgentCredential credential = fields.word(
                            "credential", AgentCredential::of, "secret, public_key, federated, certificate, none")
                    .orElse(fields.has("credential") ? NONE.credential : before.credential);
            Long days = fields.integer("expires_in_days", 1, MAX_EXPIRES_IN_DAYS)
                    .orElse(fields.has("expires_in_days") ? null : before.expiresInDays);
            AgentDetails details = new AgentDetailsReader(fields, nowMs).template(before.details);
            fields.done();
            return new Content(mode, credential, details, days);
        }

        /** The names in JSON of the members that differ. */
        List<String> changedSince(Content before) {
            List<String> changed = new ArrayList<>(details.changedSince(before.details));
            if (mode != before.mode) {
                changed.add("mode");
            }
            if (credential != before.credential) {
                changed.add("credential");
            }
            if (!Objects.equals(expiresInDays, before.expiresInDays)) {
                changed.add("expires_in_days");
            }
            return List.copyOf(changed);
        }
    }

    /** What stands for one that is gone: whoever still names it gets nothing by it. */
    static AgentBlueprint gone(String id) {
        return new AgentBlueprint(id, Content.NONE.mode, Content.NONE.credential, Content.NONE.details, null, "", 0, 0);
    }

    Content content() {
        return new Content(mode, credential, details, expiresInDays);
    }

    /** What an agent that is made now begins with: all but the name. */
    AgentDetails detailsOfAgent(long nowMs) {
        return new AgentDetails(
                "",
                details.description(),
                details.modelProvider(),
                details.modelName(),
                details.framework(),
                details.scopes(),
                details.audiences(),
                null,
                expiresInDays == null ? null : nowMs + TimeUnit.DAYS.toMillis(expiresInDays),
                details.maxTokenTtlSeconds(),
                details.metadata(),
                null,
                details.upkeep(),
                null,
                details.isDpopBound(),
                null,
                null);
    }

    /** The scopes that an agent of it keeps, in their order. */
    List<String> allowedOf(List<String> scopes) {
        return scopes.stream().filter(details.scopes()::contains).toList();
    }

    /** Notes an error when an agent of it would have a scope that it has not. */
    void requireWithin(Fields fields, List<String> scopes) {
        if (!new HashSet<>(details.scopes()).containsAll(scopes)) {
            fields.reject(
                    "scopes", "beyond_blueprint", "Some of these scopes are not among those of the agent's blueprint.");
        }
    }
}
