package io.gatehouse.tests;

import io.gatehouse.tests.RawClient.Load;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Requests at a steady pace. Each has its time, and what it takes is counted from then, not from when a connection was free
 * for it: a server that stops for a moment makes all late whose time it was.
 */
final class PacedLoad {
    private static final int CLIENTS = 16;

    /** Nobody waits for a shorter time, because the thread would come back later than that. */
    private static final long SHORTEST_WAIT_NS = 50_000;

    private PacedLoad() {}

    /**
     * Sends so many requests, so many a second.
     *
     * @param requests the bytes of a request by its number
     * @param expected a part of every answer
     */
    static Load run(String baseUrl, int calls, double perSecond, LongFunction<byte[]> requests, String expected) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        AtomicInteger next = new AtomicInteger();
        long[] ns = new long[calls];
        long startNs = System.nanoTime();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                all.add(threads.submit(() -> {
                    try (RawClient connection = new RawClient(baseUrl)) {
                        for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                            long dueNs = startNs + (long) (i / perSecond * 1e9);
                            waitUntil(dueNs);
                            String answer = connection.send(requests.apply(i));
                            ns[i] = System.nanoTime() - dueNs;
                            if (!answer.contains(expected)) {
                                throw new AssertionError("Not with " + expected + ": " + answer);
                            }
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            Arrays.sort(ns);
            return new Load(calls / seconds, ns);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void waitUntil(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > SHORTEST_WAIT_NS; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
