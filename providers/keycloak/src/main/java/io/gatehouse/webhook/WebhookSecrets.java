package io.gatehouse.webhook;

import io.gatehouse.core.key.Secret;
import io.gatehouse.core.token.Ed25519PrivateKey;
import io.gatehouse.core.webhook.Signer;
import io.gatehouse.core.webhook.SigningKey;
import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.SecretBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of one realm's webhooks, sealed for their rows: what signs, and the values of headers. */
final class WebhookSecrets {
    private static final String SECRET_COLUMN = "GATEHOUSE_WEBHOOK.SIGNING_SECRET";
    private static final String KEY_COLUMN = "GATEHOUSE_WEBHOOK.SIGNING_KEY";
    private static final String HEADERS_COLUMN = "GATEHOUSE_WEBHOOK.HEADERS";

    private final SecretBox box;

    WebhookSecrets(SecretBox box) {
        this.box = box;
    }

    /** What signs one webhook's deliveries. */
    record Pair(SigningSecret secret, SigningKey key) {
        static Pair create() {
            return new Pair(
                    SigningSecret.of(Entropy.bytes(SigningSecret.NEW_BYTES)),
                    SigningKey.ofSeed(Entropy.bytes(Ed25519PrivateKey.SEED_BYTES)));
        }

        List<Signer> signers() {
            return List.of(secret, key);
        }
    }

    /** A pair as its row holds it. */
    record Sealed(String secret, String key) {}

    Sealed seal(Pair pair, String webhookId) {
        return new Sealed(
                box.seal(pair.secret().text(), webhookId, SECRET_COLUMN),
                box.seal(pair.key().text(), webhookId, KEY_COLUMN));
    }

    /** @throws IllegalStateException when it does not open, see {@link SecretBox#open} */
    Pair open(Sealed sealed, String webhookId) {
        return new Pair(
                SigningSecret.parse(
                        box.open(sealed.secret(), webhookId, SECRET_COLUMN).reveal()),
                SigningKey.parse(box.open(sealed.key(), webhookId, KEY_COLUMN).reveal()));
    }

    /** Null for no headers. */
    @Nullable
    String sealHeaders(Map<String, String> headers, String webhookId) {
        return headers.isEmpty() ? null : box.seal(Secret.of(Json.write(headers)), webhookId, HEADERS_COLUMN);
    }

    /** @param sealed null for no headers */
    Map<String, String> openHeaders(@Nullable String sealed, String webhookId) {
        if (sealed == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Json.readMap(box.open(sealed, webhookId, HEADERS_COLUMN).reveal())
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
