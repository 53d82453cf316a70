package io.gatehouse.core.webhook;

import java.util.List;
import java.util.stream.Collectors;

/** Makes one signature of a message. Implementations are immutable and thread-safe. */
public sealed interface Signer permits SigningSecret, SigningKey {

    /** Most signers of one message: two of each kind, for the time in which an old secret still counts. */
    int MAX_SIGNERS = 4;

    /** The signature as it stands in the header: its version, a comma and base64. */
    String sign(WebhookMessage message);

    /**
     * The value of {@code webhook-signature}: every signer's signature, separated by spaces; a receiver accepts when it can
     * verify any one (Standard Webhooks 1.0, "Webhook headers").
     *
     * @param signers 1..{@value #MAX_SIGNERS}, in the order of the header
     * @throws IllegalArgumentException for none or too many
     */
    static String header(List<? extends Signer> signers, WebhookMessage message) {
        if (signers.isEmpty() || signers.size() > MAX_SIGNERS) {
            throw new IllegalArgumentException(
                    "a message has 1..%d signers, got %d".formatted(MAX_SIGNERS, signers.size()));
        }
        return signers.stream().map(signer -> signer.sign(message)).collect(Collectors.joining(" "));
    }
}
