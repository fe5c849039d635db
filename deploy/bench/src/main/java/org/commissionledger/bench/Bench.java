package org.commissionledger.bench;

import java.util.Map;

/** Starts one benchmark by its name. */
public final class Bench {

    /** What a benchmark is: it prints its table and its JSON line. */
    interface Benchmark {
        void run() throws Exception;
    }

    private static final Map<String, Benchmark> BENCHMARKS = Map.of(
            "append", new AppendBenchmark(),
            "customers", new CustomersBenchmark(),
            "exports", new ExportsBenchmark(),
            "http", new HttpBenchmark(),
            "live", new LiveBenchmark(),
            "past", new PastBenchmark(),
            "projections", new ProjectionsBenchmark(),
            "usage", new UsageBenchmark(),
            "verify", new VerifyBenchmark(),
            "webhooks", new WebhooksBenchmark());

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
