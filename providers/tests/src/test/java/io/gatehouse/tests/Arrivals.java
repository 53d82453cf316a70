package io.gatehouse.tests;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When messages were committed and when they came, for the time between. Thread-safe. */
final class Arrivals {
    private final Map<String, Long> committedNs = new ConcurrentHashMap<>();
    private final Queue<Map.Entry<String, Long>> arrivedNs = new ConcurrentLinkedQueue<>();

    void committed(String id, long ns) {
        committedNs.put(id, ns);
    }

    void arrived(String id, long ns) {
        arrivedNs.add(Map.entry(id, ns));
    }

    /** The time within which so many of a hundred came. */
    long percentileMs(int percent) {
        long[] lagsMs = arrivedNs.stream()
                .filter(arrival -> committedNs.containsKey(arrival.getKey()))
                .mapToLong(arrival -> (arrival.getValue() - committedNs.getOrDefault(arrival.getKey(), 0L)) / 1_000_000)
                .sorted()
                .toArray();
        if (lagsMs.length == 0) {
            throw new AssertionError("nothing came");
        }
        return lagsMs[Math.min(lagsMs.length - 1, lagsMs.length * percent / 100)];
    }
}
