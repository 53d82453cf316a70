package io.gatehouse.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event type, as {@code /webhooks/event-types} shows it.
 *
 * @param isOptIn whether only webhooks get it whose {@code events} begin with {@code user.} or {@code admin.}: Keycloak's own
 */
@Schema(name = "EventType")
public record EventTypeRepresentation(
        @Schema(required = true, examples = "agent.created") String type,
        @Schema(required = true) String description,

        @Schema(required = true, description = "Keycloak's own: only for a glob that begins with user. or admin.")
        boolean isOptIn) {
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
