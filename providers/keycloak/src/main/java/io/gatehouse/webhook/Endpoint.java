package io.gatehouse.webhook;

import io.gatehouse.core.webhook.Signer;
import io.gatehouse.core.webhook.WebhookMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a delivery is made with: the address, what signs, the headers. Holds opened secrets: it lives as long as one claim of
 * the lane, or one test. Immutable.
 *
 * @param signers the present secrets', and in an overlap those from before
 * @param headers names and values that the webhook's creator chose
 */
record Endpoint(String url, List<Signer> signers, Map<String, String> headers) {
    private static final String USER_AGENT = "Gatehouse-Webhooks/1";

    /** Copies the collections. */
    Endpoint {
        signers = List.copyOf(signers);
        headers = Map.copyOf(headers);
    }

    static Endpoint of(WebhookEntity row, WebhookSecrets secrets, long nowMs) {
        String id = row.toWebhook(nowMs).id();
        List<Signer> signers = new ArrayList<>(secrets.open(row.sealed(), id).signers());
        WebhookSecrets.Sealed previous = row.sealedPrevious(nowMs);
        if (previous != null) {
            signers.addAll(secrets.open(previous, id).signers());
        }
        return new Endpoint(row.toWebhook(nowMs).url(), signers, secrets.openHeaders(row.sealedHeaders(), id));
    }

    /** All headers of one attempt; ours win. */
    Map<String, String> headersFor(WebhookMessage message) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("User-Agent", USER_AGENT);
        all.put("webhook-id", message.id());
        all.put("webhook-timestamp", Long.toString(message.timestampSeconds()));
        all.put("webhook-signature", Signer.header(signers, message));
        return all;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Endpoint[redacted]";
    }
}
