package io.gatehouse.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an agent may act: for itself, on behalf of users, or both. Fixed when the agent is created. */
public enum AgentMode {
    AUTONOMOUS,
    DELEGATED,
    BOTH;

    /** The name in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with exactly this name, or empty. */
    public static Optional<AgentMode> of(String text) {
        return Arrays.stream(values()).filter(v -> v.text().equals(text)).findFirst();
    }
}
