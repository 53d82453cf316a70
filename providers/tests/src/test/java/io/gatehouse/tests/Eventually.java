package io.gatehouse.tests;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something holds, never longer than a limit. */
public final class Eventually {
    /** Pauses between two looks: short at first, and never so long that a test of a second's bound would notice. */
    private static final long FIRST_PAUSE_MS = 20;

    private static final long LONGEST_PAUSE_MS = 80;

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with its description after the limit. */
    public static void holds(Duration limit, String description, BooleanSupplier condition) {
        value(limit, description, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that is there; fails with the description after the limit. */
    public static <T> T value(Duration limit, String description, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        while (true) {
            Optional<T> value = look.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + limit.toMillis() + " ms: " + description);
            }
            try {
                Thread.sleep(pauseMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs + pauseMs / 2);
        }
    }
}
