package io.gatehouse.webhook;

import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.net.OutboundUrlException;
import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.platform.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link WebhookResource}: their shapes for the API description, and how each is read. */
final class WebhookBodies {
    private static final int MAX_ORGANIZATION_ID_LENGTH = 36;
    private static final List<String> IMMUTABLE = List.of("organization_id", "signing_secret", "public_key");
    private static final long MAX_FUTURE_MS = 60_000;

    private WebhookBodies() {}

    /** Body of create. */
    @Schema(name = "WebhookCreateRequest")
    record CreateRequest(
            @Schema(
                    required = true,
                    maxLength = OutboundUrl.MAX_LENGTH,
                    description = "https, a public DNS name or address; no user name, no fragment",
                    examples = "https://example.com/hooks")
            String url,

            @Schema(
                    nullable = true,
                    minItems = 1,
                    maxItems = EventFilter.MAX_GLOBS,
                    description = "Globs over event types; default: everything but Keycloak's own events",
                    examples = "[\"agent.*\"]")
            @Nullable
            List<String> events,

            @Schema(nullable = true, maxLength = Webhook.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(
                    nullable = true,
                    type = SchemaType.OBJECT,
                    description = "Headers that each delivery carries besides; values are never shown again")
            @Nullable
            Map<String, String> headers,

            @Schema(
                    nullable = true,
                    minimum = "1",
                    maximum = "" + Webhook.MAX_RATE_LIMIT,
                    description = "Most deliveries a second")
            @Nullable
            Integer rateLimit,

            @Schema(
                    nullable = true,
                    maxLength = MAX_ORGANIZATION_ID_LENGTH,
                    description = "Only events of this organization's agents and keys")
            @Nullable
            String organizationId) {}

    /** Body of patch, a merge patch (RFC 7396). */
    @Schema(name = "WebhookPatchRequest")
    record PatchRequest(
            @Schema(maxLength = OutboundUrl.MAX_LENGTH) @Nullable
            String url,

            @Schema(nullable = true, minItems = 1, maxItems = EventFilter.MAX_GLOBS) @Nullable
            List<String> events,

            @Schema(nullable = true, maxLength = Webhook.MAX_DESCRIPTION_LENGTH) @Nullable
            String description,

            @Schema(nullable = true, type = SchemaType.OBJECT, description = "A null value removes a header") @Nullable
            Map<String, String> headers,

            @Schema(nullable = true, minimum = "1", maximum = "" + Webhook.MAX_RATE_LIMIT) @Nullable
            Integer rateLimit,

            @Schema(description = "false: nothing is sent any more; true: as enable") @Nullable
            Boolean isActive) {}

    /** Body of rotate-secret. */
    @Schema(name = "WebhookRotateSecretRequest")
    record RotateRequest(
            @Schema(
                    nullable = true,
                    minimum = "0",
                    maximum = "" + Webhook.MAX_OVERLAP_SECONDS,
                    defaultValue = "" + Webhook.DEFAULT_OVERLAP_SECONDS,
                    description = "How long the secrets from before sign too")
            @Nullable
            Integer overlapSeconds) {}

    /** Body of recover. */
    @Schema(name = "WebhookRecoverRequest")
    record RecoverRequest(
            @Schema(required = true, format = "date-time", description = "Of the delivery's creation")
            String since,

            @Schema(nullable = true, format = "date-time") @Nullable
            String until) {}

    /** From when to when, in milliseconds since 1970; the end not included. */
    record Span(long sinceMs, long untilMs) {}

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static NewWebhook readCreate(Fields fields, AddressGuard guard) {
        String url = fields.requiredText("url", 1, Integer.MAX_VALUE);
        NewWebhook made = new NewWebhook(
                url.isEmpty() ? url : url(fields, url, guard),
                fields.text("description", 1, Webhook.MAX_DESCRIPTION_LENGTH).orElse(null),
                events(fields).orElse(EventFilter.all()),
                WebhookHeaders.read(fields),
                rateLimit(fields).orElse(null),
                fields.text("organization_id", 1, MAX_ORGANIZATION_ID_LENGTH).orElse(null));
        fields.done();
        return made;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static WebhookPatch readPatch(Fields fields, AddressGuard guard) {
        for (String member : IMMUTABLE) {
            if (fields.has(member)) {
                fields.reject(member, "immutable", member + " cannot be changed here.");
            }
        }
        for (String member : List.of("url", "is_active")) {
            if (fields.isNull(member)) {
                fields.reject(member, "required", member + " cannot be removed.");
            }
        }
        Optional<String> description = fields.text("description", 1, Webhook.MAX_DESCRIPTION_LENGTH);
        Optional<Integer> rateLimit = rateLimit(fields);
        WebhookPatch patch = new WebhookPatch(
                fields.text("url", 1, Integer.MAX_VALUE).map(text -> url(fields, text, guard)),
                fields.has("description") ? Optional.of(description) : Optional.empty(),
                fields.isNull("events") ? Optional.of(EventFilter.all()) : events(fields),
                WebhookHeaders.readPatch(fields),
                fields.isNull("headers"),
                fields.has("rate_limit") ? Optional.of(rateLimit) : Optional.empty(),
                fields.bool("is_active"));
        fields.done();
        return patch;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static int readOverlapSeconds(Fields fields) {
        long seconds = fields.integer("overlap_seconds", 0, Webhook.MAX_OVERLAP_SECONDS)
                .orElse((long) Webhook.DEFAULT_OVERLAP_SECONDS);
        fields.done();
        return (int) seconds;
    }

    /** @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault */
    static Span readRecover(Fields fields, long nowMs) {
        Optional<Long> since = fields.time("since");
        if (fields.member("since") == null) {
            fields.reject("since", "required", "since is required.");
        }
        long untilMs = fields.time("until").orElse(nowMs + MAX_FUTURE_MS);
        Span span = new Span(since.orElse(0L), untilMs);
        if (since.isPresent() && span.untilMs() <= span.sinceMs()) {
            fields.reject("until", "out_of_range", "until must be after since.");
        }
        fields.done();
        return span;
    }

    private static String url(Fields fields, String text, AddressGuard guard) {
        try {
            return OutboundUrl.parse(text, guard).toString();
        } catch (OutboundUrlException e) {
            fields.reject("url", e.fault().code(), e.fault().detail());
            return text;
        }
    }

    private static Optional<Integer> rateLimit(Fields fields) {
        return fields.integer("rate_limit", 1, Webhook.MAX_RATE_LIMIT).map(Long::intValue);
    }

    private static Optional<EventFilter> events(Fields fields) {
        Optional<List<String>> globs = fields.texts("events", EventFilter.MAX_GLOBS, EventFilter.MAX_GLOB_LENGTH);
        if (globs.isEmpty()) {
            return Optional.empty();
        }
        if (globs.get().isEmpty()) {
            fields.reject("events", "too_few", "events must have an item; leave it out for all events.");
            return Optional.empty();
        }
        boolean isRight = true;
        for (String glob : globs.get()) {
            if (!EventFilter.isGlob(glob)) {
                fields.reject(
                        "events",
                        "invalid_value",
                        "events must hold globs over event types, such as agent.* or token.issued.");
                isRight = false;
            } else if (!EventCatalogue.isKnown(glob)) {
                fields.reject(
                        "events", "unknown_event_type", "An item of events matches no event type; see /event-types.");
                isRight = false;
            }
        }
        return isRight ? Optional.of(new EventFilter(globs.get())) : Optional.empty();
    }
}
