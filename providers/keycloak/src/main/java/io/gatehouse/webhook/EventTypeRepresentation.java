package io.gatehouse.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event type, as {@code /webhooks/event-types} shows it. */
@Schema(name = "EventType")
public record EventTypeRepresentation(
        @Schema(required = true, examples = "agent.created") String type,
        @Schema(required = true) String description) {
    /** All of them. */
    @Schema(name = "EventTypeList")
    public record ListRepresentation(
            @Schema(required = true) java.util.List<EventTypeRepresentation> items) {
        /** Copies the list. */
        public ListRepresentation {
            items = java.util.List.copyOf(items);
        }
    }
}
