package io.gatehouse.tests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Compares states of one server under the same calls, by short blocks in turn: A B B A A B and so on. What else the machine
 * does in these minutes falls on all states alike, and each ratio is one of neighbours. So a difference of a percent shows
 * where two long runs would differ by ten for no reason.
 */
final class Interleaved {
    /** As many as the machine has cores: whatever else takes time of the processors takes it from the calls. */
    private static final int CALLERS = 2;

    private final IntConsumer call;
    private final long warmUpMs;
    private final long blockMs;
    private final List<State> states = new ArrayList<>();

    /**
     * Describes a comparison.
     *
     * @param call what is measured, by {@value #CALLERS} callers one call after the other; gets the caller's number, from 0
     * @param warmUpMs calls for so long at the start of each block are not counted
     * @param blockMs length of what is counted
     */
    Interleaved(IntConsumer call, long warmUpMs, long blockMs) {
        this.call = call;
        this.warmUpMs = warmUpMs;
        this.blockMs = blockMs;
    }

    /** Something that brings the server into a state. */
    interface Change {
        void make() throws Exception;
    }

    /** Adds a state; the first is the one that the others are compared with. */
    Interleaved state(String name, Change enter) {
        states.add(new State(name, enter, new ArrayList<>()));
        return this;
    }

    private record State(String name, Change enter, List<double[]> blocks) {}

    /**
     * How a state compares with the first.
     *
     * @param throughput calls a second, as a part of the first state's: the median over the rounds
     * @param error one standard error of that median, by the median deviation of the rounds
     * @param medianMs of the durations of single calls, in milliseconds: the median over the blocks
     * @param latency medianMs as a part of the first state's: the median over the rounds
     */
    record Comparison(String name, double perSecond, double throughput, double error, double medianMs, double latency) {
        @Override
        public String toString() {
            return "%s: %.1f/s, throughput %.4f (± %.4f), median %.2f ms, latency %.4f"
                    .formatted(name, perSecond, throughput, error, medianMs, latency);
        }
    }

    /** Runs so many rounds; each has a block of every state, every second one in the opposite order. */
    List<Comparison> run(int rounds) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < states.size(); i++) {
                    State state = states.get(round % 2 == 0 ? i : states.size() - 1 - i);
                    state.enter().make();
                    double[] ignored = block(callers, warmUpMs);
                    state.blocks().add(block(callers, blockMs));
                }
            }
        } finally {
            callers.shutdownNow();
        }
        return states.stream().map(this::compared).toList();
    }

    /** Calls a second, and the median of their durations in milliseconds. */
    private double[] block(ExecutorService callers, long lengthMs) throws Exception {
        long startNs = System.nanoTime();
        long endNs = startNs + lengthMs * 1_000_000;
        List<Future<List<Double>>> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            all.add(callers.submit(() -> callsUntil(endNs, caller)));
        }
        List<Double> durationsMs = new ArrayList<>();
        double perSecond = 0;
        for (Future<List<Double>> one : all) {
            List<Double> ofCaller = one.get();
            durationsMs.addAll(ofCaller);
            // By the caller's own time: its last call ends after the block's end.
            perSecond += ofCaller.size()
                    * 1_000.0
                    / ofCaller.stream().mapToDouble(Double::doubleValue).sum();
        }
        return new double[] {
            perSecond,
            median(durationsMs.stream().mapToDouble(Double::doubleValue).toArray())
        };
    }

    private List<Double> callsUntil(long endNs, int caller) {
        List<Double> durationsMs = new ArrayList<>();
        do {
            long beforeNs = System.nanoTime();
            call.accept(caller);
            durationsMs.add((System.nanoTime() - beforeNs) / 1e6);
        } while (System.nanoTime() < endNs);
        return durationsMs;
    }

    private Comparison compared(State state) {
        double[] throughput = ratios(state, 0);
        double middle = median(throughput);
        double deviation =
                median(Arrays.stream(throughput).map(r -> Math.abs(r - middle)).toArray());
        return new Comparison(
                state.name(),
                median(values(state, 0)),
                middle,
                // 1.4826 makes a standard deviation of it and 1.2533 the error of a median of that of a mean (normal
                // rounds).
                1.4826 * 1.2533 * deviation / Math.sqrt(throughput.length),
                median(values(state, 1)),
                median(ratios(state, 1)));
    }

    private double[] ratios(State state, int value) {
        double[] first = values(states.get(0), value);
        double[] own = values(state, value);
        double[] ratios = new double[own.length];
        Arrays.setAll(ratios, i -> own[i] / first[i]);
        return ratios;
    }

    private static double[] values(State state, int value) {
        return state.blocks().stream().mapToDouble(block -> block[value]).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
