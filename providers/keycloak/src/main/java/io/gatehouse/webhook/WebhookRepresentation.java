package io.gatehouse.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A webhook as every answer shows it: without its secret and without the values of its headers. */
@Schema(name = "Webhook")
public record WebhookRepresentation(
        @Schema(required = true, format = "uuid") String id,
        @Schema(required = true, format = "uri") String url,

        @Schema(required = true, nullable = true) @Nullable String description,

        @Schema(required = true, description = "Globs over event types")
        List<String> events,

        @Schema(required = true, description = "Names of the headers; their values are never shown")
        List<String> headerNames,

        @Schema(required = true, nullable = true, description = "Most deliveries a second") @Nullable
        Integer rateLimit,

        @Schema(required = true, nullable = true) @Nullable String organizationId,

        @Schema(required = true) boolean isActive,

        @Schema(required = true, nullable = true, description = "requested, endpoint_asked, failing or creator_lost")
        @Nullable
        String disabledReason,

        @Schema(required = true, nullable = true, format = "date-time") @Nullable
        String disabledAt,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "Since when the endpoint fails without one success; after 5 days it is disabled")
        @Nullable
        String failingSince,

        @Schema(required = true, description = "Verifies the signatures v1a", examples = "whpk_…")
        String publicKey,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "Until when the secrets from before the last rotation sign too")
        @Nullable
        String previousSecretExpiresAt,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt) {
    /** The member of an answer that holds the signing secret. */
    static final String SECRET_MEMBER = "signing_secret";

    /** A page of webhooks, as OpenAPI shows it. */
    @Schema(name = "WebhookPage")
    public record PageRepresentation(
            @Schema(required = true) List<WebhookRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        /** Copies the items. */
        public PageRepresentation {
            items = List.copyOf(items);
        }
    }

    /** What the answers of creation and rotation have besides: the signing secret, this once. */
    @Schema(
            name = "IssuedWebhook",
            allOf = {WebhookRepresentation.class})
    public record IssuedRepresentation(
            @Schema(
                    required = true,
                    nullable = true,
                    description = "It is not shown again; null in a replay",
                    examples = "whsec_…")
            @Nullable
            String signingSecret) {}

    static ObjectNode issued(Webhooks.Issued issued) {
        return Json.tree(of(issued.webhook()))
                .put(SECRET_MEMBER, issued.secret().text().reveal());
    }

    static WebhookRepresentation of(Webhook webhook) {
        Webhook.State state = webhook.state();
        return new WebhookRepresentation(
                webhook.id(),
                webhook.url(),
                webhook.description(),
                webhook.filter().globs(),
                webhook.headerNames(),
                webhook.rateLimit(),
                webhook.organizationId(),
                state.isActive(),
                state.disabledReason(),
                iso(state.disabledAtMs()),
                iso(state.failingSinceMs()),
                webhook.publicKey(),
                iso(state.previousSecretUntilMs()),
                Clock.iso(state.createdAtMs()),
                Clock.iso(state.updatedAtMs()));
    }

    private static @Nullable String iso(@Nullable Long ms) {
        return ms == null ? null : Clock.iso(ms);
    }
}
