package io.gatehouse.webhook;

import java.util.Locale;

/** Why a webhook is disabled: the closed list. */
enum DisabledReason {
    /** Somebody switched it off. */
    REQUESTED,
    /** The endpoint answered 410, or asked for it by {@code webhook-delivery: disable}. */
    ENDPOINT_ASKED,
    /** The endpoint failed for five days without one success. */
    FAILING,
    /** Who answered for it may no longer read, or is gone, or its organization is. */
    CREATOR_LOST;

    /** The name in the database, in JSON and in events. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
