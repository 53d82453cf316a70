package io.gatehouse.policy;

import io.gatehouse.platform.Clock;
import io.gatehouse.policy.ReplayRepresentation.ChangedRepresentation;
import io.gatehouse.policy.ReplayRepresentation.FlipRepresentation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a policy in shadow mode would have done, as it is shown. */
@Schema(name = "PolicyShadowReport")
public record ShadowReportRepresentation(
        @Schema(required = true) String policyId,

        @Schema(required = true, format = "date-time", description = "What the report reaches back to")
        String since,

        @Schema(
                required = true,
                description =
                        "Whether it reaches back less far than was asked for: the newest 200,000 events are looked at")
        boolean cut,

        @Schema(required = true, description = "How many decisions it would have changed")
        long changed,

        @Schema(required = true, description = "The same by kind")
        List<FlipRepresentation> flips,

        @Schema(required = true, description = "The newest of them, up to 100, newest first")
        List<ChangedRepresentation> examples) {
    /** Copies the lists. */
    public ShadowReportRepresentation {
        flips = List.copyOf(flips);
        examples = List.copyOf(examples);
    }

    static ShadowReportRepresentation of(String policyId, ShadowReport report) {
        ReplayTally tally = report.tally();
        return new ShadowReportRepresentation(
                policyId,
                Clock.iso(report.fromMs()),
                report.isCut(),
                tally.changed(),
                ReplayRepresentation.flips(tally),
                tally.examples().stream().map(ChangedRepresentation::of).toList());
    }
}
