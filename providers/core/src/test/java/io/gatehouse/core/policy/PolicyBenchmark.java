package io.gatehouse.core.policy;

import io.gatehouse.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures a decision by as many policies as a realm may have, of ten rules each that compare everything that can be compared. No rule
 * ends it: each is asked. Run by the profile {@code bench}; {@code docs/measured} keeps results.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
    static final int POLICIES = 100;
    static final int RULES = 10;

    private static final double GOAL_US = 50;
    private static final long NOON_MS = 1_767_268_800_000L;
    private static final String RULE_LIST = String.join(
            ",",
            "{'effect':'deny','when':{'scope':['pay:%1$d:*','*:refund:%1$d']}}",
            "{'effect':'deny','when':{'target':'https://*.shop-%1$d.example/*','scope':'orders:*'}}",
            "{'effect':'deny','when':{'ip':['10.%1$d.0.0/16','192.168.%1$d.0/24','2001:db8:%1$d::/48']}}",
            "{'effect':'deny','when':{'time':{'hours':'22:00-06:00','zone':'Europe/Berlin'},'scope':'orders:*'}}",
            "{'effect':'deny','when':{'metadata.team':['red-%1$d','blue-%1$d'],'scope':'*'}}",
            "{'effect':'throttle','when':{'agent':['agent_%1$d','agent_x%1$d'],'scope':'orders:write'},"
                    + "'throttle':{'limit':5,'window_seconds':60,'per':'agent'}}",
            "{'effect':'deny','when':{'ttl_above':3600,'grant':'token_exchange'}}",
            "{'effect':'deny','when':{'intent_matches':['*delete*%1$d*','*drop table %1$d*']}}",
            "{'effect':'allow','when':{'owner':'user:u%1$d','scope':'orders:read'}}",
            "{'effect':'deny','when':{'chain_depth_above':2,'time':{'days':['sat','sun'],'zone':'America/New_York'}}}");

    private final PolicySet policies = policies();
    private final Facts plain = facts("203.0.113.7").build();
    private final Facts wide = facts("2001:db8:ffff::1")
            .scopes(List.of("orders:read", "orders:write", "stock:read", "stock:write", "mail:send"))
            .targets(List.of("https://api.example/orders", "https://api.example/stock", "https://mail.example"))
            .build();

    /** A request for two scopes at one target. */
    @Benchmark
    public Decision plainRequest() {
        return policies.decide(plain);
    }

    /** A request for five scopes at three targets. */
    @Benchmark
    public Decision wideRequest() {
        return policies.decide(wide);
    }

    /** Runs it and prints the medians; fails when one is above the goal. */
    public static void main(String[] arguments) throws RunnerException {
        boolean isFast = true;
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(PolicyBenchmark.class.getName())
                        .shouldFailOnError(true)
                        .forks(2)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run()) {
            Statistics times = result.getPrimaryResult().getStatistics();
            System.out.printf(
                    "decision by %d policies of %d rules, %s: p50 %.1f us (goal %.0f), p99 %.1f us%n",
                    POLICIES,
                    RULES,
                    result.getPrimaryResult().getLabel(),
                    times.getPercentile(50),
                    GOAL_US,
                    times.getPercentile(99));
            isFast &= times.getPercentile(50) < GOAL_US;
        }
        if (!isFast) {
            throw new IllegalStateException("slower than the goal");
        }
    }

    private static PolicySet policies() {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < POLICIES; i++) {
            policies.add(Rules.policy("p" + i, i, "[" + RULE_LIST.formatted(i + 1) + "]"));
        }
        return PolicySet.of(policies, Effect.ALLOW);
    }

    private static Facts.Builder facts(String ip) {
        return Facts.at(NOON_MS)
                .text(Attribute.AGENT, "agent_0123456789ab")
                .text(Attribute.OWNER, "user:0b7ad6f5-92c5-4e35-a3c5-86d6cbf5d7a5")
                .text(Attribute.GRANT, "client_credentials")
                .text(Attribute.AUTH_METHOD, "private_key_jwt")
                .text(Attribute.MODE, "both")
                .scopes(List.of("orders:read", "stock:read"))
                .targets(List.of("https://api.example/orders"))
                .ttlSeconds(300)
                .intent("Look up the order of a customer who asks where it is")
                .ip(IpAddress.parseAny(ip).orElseThrow())
                .metadata(Map.of("team", "green", "stage", "production"));
    }
}
