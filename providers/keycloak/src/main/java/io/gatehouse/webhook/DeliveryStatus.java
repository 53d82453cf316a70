package io.gatehouse.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a delivery stands.
 *
 * <pre>
 *   PENDING --2xx--> DELIVERED
 *   PENDING --attempts or 24 hours used up, abort-message, 410--> DEAD
 *   DEAD, DELIVERED --redeliver--> PENDING        DEAD --recover--> PENDING
 *   DEAD --late 2xx of an attempt in flight--> DELIVERED
 * </pre>
 */
enum DeliveryStatus {
    /** It is to be sent, now or later. */
    PENDING(0),
    /** The endpoint has it. */
    DELIVERED(1),
    /** It was given up: a dead letter. */
    DEAD(2);

    /** The names, for error messages. */
    static final String WORDS = "pending, delivered, dead";

    private final int code;

    DeliveryStatus(int code) {
        this.code = code;
    }

    /** The value in the database. */
    int code() {
        return code;
    }

    /** @throws IllegalStateException when there is none with this code */
    static DeliveryStatus ofCode(int code) {
        return Arrays.stream(values())
                .filter(status -> status.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no delivery status has the code " + code));
    }

    /** The name in JSON. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DeliveryStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }
}
