package org.commissionledger.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many callers that each do one thing after the other for a while. */
final class Load {

    private Load() {}

    /** One call of caller {@code caller}. */
    interface Call {
        void run(int caller, long n) throws Exception;
    }

    /** @return calls a second over {@code duration} */
    static double rate(int callers, Duration duration, Call call) throws Exception {
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < callers; c++) {
                int caller = c;
                running.add(threads.submit(() -> {
                    for (long n = 0; System.nanoTime() < end; n++) {
                        call.run(caller, n);
                        done.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        return done.get() / ((System.nanoTime() - start) / 1e9);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
