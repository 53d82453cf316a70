package io.gatehouse.policy;

import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A replay as it is shown, whether it runs or has ended. */
@Schema(name = "PolicyReplay")
public record ReplayRepresentation(
        @Schema(required = true) String id,

        @Schema(required = true, description = "running, done or failed")
        String status,

        @Schema(
                required = true,
                nullable = true,
                description = "policies_changed: the realm's policies changed meanwhile. broken: see the server's log."
                        + " null unless it failed")
        @Nullable
        String failure,

        @Schema(required = true, format = "date-time") String since,

        @Schema(required = true, description = "How many decisions there are since then")
        long total,

        @Schema(required = true, description = "How many of them were looked at by now")
        long done,

        @Schema(
                required = true,
                description =
                        "How many of those could not be asked again: policies had not decided them, or what they were"
                                + " told is not known any more")
        long skipped,

        @Schema(required = true, description = "How many would have another effect")
        long changed,

        @Schema(required = true, description = "The same by kind")
        List<FlipRepresentation> flips,

        @Schema(required = true, description = "The newest of them, up to 100, newest first")
        List<ChangedRepresentation> examples,

        @Schema(required = true, format = "date-time") String createdAt,

        @Schema(required = true, nullable = true, format = "date-time", description = "null while it runs") @Nullable
        String finishedAt,

        @Schema(required = true, format = "date-time", description = "Until when it can be asked for")
        String expiresAt) {
    /** Copies the lists. */
    public ReplayRepresentation {
        flips = List.copyOf(flips);
        examples = List.copyOf(examples);
    }

    /** How many decisions would go from one effect to another. */
    @Schema(name = "PolicyFlip")
    public record FlipRepresentation(
            @Schema(required = true, description = "The effect then: allow, deny, throttle or require_approval")
            String before,

            @Schema(required = true, description = "The effect it would have")
            String after,

            @Schema(required = true) long count) {}

    /** A decision that would have another effect. */
    @Schema(name = "ChangedDecision")
    public record ChangedRepresentation(
            @Schema(required = true, nullable = true) @Nullable
            String decisionId,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Its place in the audit log; null for one of this moment")
            @Nullable
            Long seq,

            @Schema(required = true, format = "date-time") String at,

            @Schema(required = true, nullable = true, description = "The agent that asked; null for an API key's owner")
            @Nullable
            String agentId,

            @Schema(required = true) String before,
            @Schema(required = true) String after,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "The policy that would decide, draft for one without an id; null for the default")
            @Nullable
            String policyId,

            @Schema(required = true, nullable = true) @Nullable
            String ruleId) {
        static ChangedRepresentation of(ReplayTally.Example example) {
            return new ChangedRepresentation(
                    example.decision(),
                    example.seq(),
                    Clock.iso(example.atMs()),
                    example.agentId(),
                    example.flip().before(),
                    example.flip().after(),
                    example.policyId(),
                    example.ruleId());
        }
    }

    static ReplayRepresentation of(Replay replay) {
        ReplayTally tally = replay.tally();
        return new ReplayRepresentation(
                replay.id(),
                replay.status().text(),
                replay.failure(),
                Clock.iso(replay.sinceMs()),
                replay.total(),
                tally.done(),
                tally.skipped(),
                tally.changed(),
                flips(tally),
                tally.examples().stream().map(ChangedRepresentation::of).toList(),
                Clock.iso(replay.createdAtMs()),
                replay.status() == ReplayStatus.RUNNING ? null : Clock.iso(replay.updatedAtMs()),
                Clock.iso(replay.expiresAtMs()));
    }

    static List<FlipRepresentation> flips(ReplayTally tally) {
        return tally.flips().entrySet().stream()
                .map(one -> new FlipRepresentation(
                        one.getKey().before(), one.getKey().after(), one.getValue()))
                .toList();
    }
}
