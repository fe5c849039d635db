package org.commissionledger.bench;

import java.util.Map;

/** Starts one benchmark by its name. */
public final class Bench {

    /** What a benchmark is: it prints its table and its JSON line. */
    interface Benchmark {
        void run() throws Exception;
    }

    private static final Map<String, Benchmark> BENCHMARKS = Map.ofEntries(
            Map.entry("append", new AppendBenchmark()),
            Map.entry("customers", new CustomersBenchmark()),
            Map.entry("exports", new ExportsBenchmark()),
            Map.entry("http", new HttpBenchmark()),
            Map.entry("live", new LiveBenchmark()),
            Map.entry("past", new PastBenchmark()),
            Map.entry("projections", new ProjectionsBenchmark()),
            Map.entry("replay", new ReplayBenchmark()),
            Map.entry("usage", new UsageBenchmark()),
            Map.entry("verify", new VerifyBenchmark()),
            Map.entry("webhooks", new WebhooksBenchmark()));

    private Bench() {}

    public static void main(String[] args) throws Exception {
        Benchmark benchmark = args.length == 1 ? BENCHMARKS.get(args[0]) : null;
        if (benchmark == null) {
            System.err.println("usage: deploy/bench/run "
                    + String.join(" | ", BENCHMARKS.keySet().stream().sorted().toList()));
            System.exit(2);
            return;
        }
        benchmark.run();
        System.exit(0);
    }
}
