package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.core.webhook.WebhookMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebhookHeadersTest {

    @Test
    @SuppressWarnings("NullAway") // javac 17 does not read from a class file that the values may be null
    void patchSetsAndRemovesWhateverTheCase() {
        var patch = new LinkedHashMap<String, @Nullable String>();
        patch.put("x-a", null);
        patch.put("X-b", "3");

        assertThat(WebhookHeaders.patched(Map.of("X-A", "1", "X-B", "2", "X-C", "4"), patch, false))
                .containsOnly(Map.entry("X-b", "3"), Map.entry("X-C", "4"));
        assertThat(WebhookHeaders.patched(Map.of("X-A", "1"), patch, true)).containsOnly(Map.entry("X-b", "3"));
    }

    @Test
    void oursWinOverTheWebhooks() {
        Endpoint endpoint = new Endpoint(
                "https://example.com/",
                List.of(SigningSecret.of(new byte[32])),
                Map.of("webhook-id", "forged", "Content-Type", "text/plain", "X-A", "1"));

        Map<String, String> headers = endpoint.headersFor(new WebhookMessage("msg_1", 7, new byte[0]));

        assertThat(headers)
                .containsEntry("webhook-id", "msg_1")
                .containsEntry("webhook-timestamp", "7")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-A", "1");
        assertThat(headers.get("webhook-signature")).startsWith("v1,");
        assertThat(endpoint).hasToString("Endpoint[redacted]");
    }
}
