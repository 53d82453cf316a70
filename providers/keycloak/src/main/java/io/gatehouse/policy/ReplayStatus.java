package io.gatehouse.policy;

import java.util.Locale;

/** How far a replay is: {@link #RUNNING} until it ends as {@link #DONE} or {@link #FAILED}, for good. */
enum ReplayStatus {
    /** A job of whichever node goes on with it. */
    RUNNING,
    DONE,
    /** It ended before all decisions were asked again; why is said with it. */
    FAILED;

    /** The word in JSON and in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a word of ours. */
    static ReplayStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
