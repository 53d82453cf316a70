package io.gatehouse.token;

import io.gatehouse.token.OpenStatusList.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The open status lists of one realm and span on this node. Only lists whose row is committed are in it; a new one is given
 * out by the transaction that writes its row, and comes here after the commit. Nobody ever waits for another's transaction.
 * Thread-safe.
 */
final class StatusLane {
    /** Most lists kept open. More come about only when many first tokens are issued at one moment. */
    static final int MAX_OPEN = 64;

    /** After how long a list that was to be opened ahead is taken to have failed, in milliseconds. */
    static final long OPENING_MS = 5_000;

    /** An entry of a list. */
    record Place(OpenStatusList list, int index) {}

    private final Span span;
    private final Deque<OpenStatusList> open = new ArrayDeque<>();
    private long openingSinceMs = -OPENING_MS;

    StatusLane(Span span) {
        this.span = span;
    }

    /**
     * A place in a list that is open, null when the caller is to open a new one: there is none, or it is time to open the
     * next.
     *
     * @param monotonicMs the node's own clock
     */
    synchronized @Nullable Place take(long nowMs, long monotonicMs, long expiresAtMs) {
        open.removeIf(list -> !list.takes(nowMs, nowMs));
        OpenStatusList list = open.peekFirst();
        if (list == null || !list.takes(nowMs, expiresAtMs)) {
            return null;
        }
        boolean isTimeToOpen =
                open.size() == 1 && list.isNearlyOver(nowMs) && monotonicMs - openingSinceMs >= OPENING_MS;
        if (isTimeToOpen) {
            openingSinceMs = monotonicMs;
            return null;
        }
        return new Place(list, list.draw());
    }

    /** The first place of a list that is not here yet. */
    Place first(long nowMs) {
        OpenStatusList list = new OpenStatusList(span, nowMs);
        return new Place(list, list.draw());
    }

    /** Takes in a list whose row is committed. */
    synchronized void add(OpenStatusList list) {
        if (open.size() < MAX_OPEN) {
            open.addLast(list);
        }
    }
}
