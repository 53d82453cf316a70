package io.gatehouse.login;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among those who ask for letters to one address. Between two letters lies {@link #COOLDOWN_MS}. Of one network
 * the newest request of a kind counts, at the place of the one that it takes the place of; {@link #MAX_WAITING} wait, and those of
 * networks that got fewer letters in the last hour go first. So whoever asks for letters to somebody else's address keeps that one
 * waiting, and shuts nobody out. A pure function of what was and what waits.
 *
 * @param first whose turn it is now, null when nobody's is
 * @param waiting those that go on waiting
 * @param dropped those that get none
 * @param nextAtMs when to look again
 */
record LoginMailTurns(@Nullable LoginMail first, List<LoginMail> waiting, List<LoginMail> dropped, long nextAtMs) {
    /** Least time between two letters to one address, in milliseconds. */
    static final long COOLDOWN_MS = Duration.ofSeconds(30).toMillis();

    /** Most requests for one address that wait. */
    static final int MAX_WAITING = 5;

    /** For how long letters are remembered that were sent, in milliseconds. */
    static final long MEMORY_MS = Duration.ofHours(1).toMillis();

    /** Most letters to one address that one network gets in that time: each is good for five guesses. */
    static final int MAX_PER_NETWORK = 10;

    /** A letter of the past. */
    record Past(String network, long writtenAtMs) {}

    /**
     * Whose turn it is.
     *
     * @param unsent those that had their turn and whose letters were not sent: they go before all others
     * @param waiting the oldest first
     * @param past those of the last {@link #MEMORY_MS}
     */
    static LoginMailTurns of(List<LoginMail> unsent, List<LoginMail> waiting, List<Past> past, long nowMs) {
        Map<String, Integer> served = new HashMap<>();
        long lastMs = Long.MIN_VALUE;
        for (Past one : past) {
            served.merge(one.network(), 1, Integer::sum);
            lastMs = Math.max(lastMs, one.writtenAtMs());
        }
        List<LoginMail> line = new ArrayList<>(newest(waiting));
        line.removeIf(mail -> served.getOrDefault(mail.network(), 0) >= MAX_PER_NETWORK || mail.expiresAtMs() <= nowMs);
        // A stable sort: who came first goes first among those who got as much.
        line.sort(Comparator.comparingInt(mail -> served.getOrDefault(mail.network(), 0)));
        List<LoginMail> kept = List.copyOf(line.subList(0, Math.min(line.size(), MAX_WAITING)));
        Set<String> keptIds = new HashSet<>();
        kept.forEach(mail -> keptIds.add(mail.id()));
        List<LoginMail> dropped =
                waiting.stream().filter(mail -> !keptIds.contains(mail.id())).toList();
        List<LoginMail> next = Stream.concat(unsent.stream(), kept.stream()).toList();
        boolean isOver = lastMs == Long.MIN_VALUE || lastMs + COOLDOWN_MS <= nowMs;
        if (next.isEmpty() || !isOver) {
            return new LoginMailTurns(null, next, dropped, lastMs + COOLDOWN_MS);
        }
        return new LoginMailTurns(next.get(0), next.subList(1, next.size()), dropped, nowMs + COOLDOWN_MS);
    }

    /** Of each network and kind the newest, at the place of the oldest. */
    private static List<LoginMail> newest(List<LoginMail> waiting) {
        Map<List<String>, LoginMail> newest = new LinkedHashMap<>();
        // To put again what is there keeps its place.
        waiting.forEach(mail -> newest.put(List.of(mail.network(), mail.kind()), mail));
        return List.copyOf(newest.values());
    }
}
