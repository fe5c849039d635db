package org.commissionledger.bench;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.engine.Projections;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What customers did, a year of it: events a second into the store through HTTP bulk, into the tables, and how long a funnel, a summary and
 * the dashboard's first page take over all of them, and over an order for every thirty. {@code -Dbench.events} says how many, a million
 * unless it is given. With {@code LEDGER_PROJECTIONS_RUN=false}: into the store alone. A store that {@code -Dbench.data} kept is not
 * loaded again.
 */
final class CustomersBenchmark implements Bench.Benchmark {

    private static final long EVENTS = Long.getLong("bench.events", 1_000_000);
    private static final long WARM_UP = Long.getLong("bench.warm-up-events", 1_000_000);
    private static final int CALLS = 300;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Lord_Howe");
    private static final List<String> PRESETS =
            List.of("", "preset=7d", "preset=last-month", "preset=year", "preset=all");

    private static final LocalDate START = LocalDate.now(ZoneOffset.UTC).minusDays(CustomerHistory.DAYS);

    private final CustomerHistory history = new CustomerHistory("e", EVENTS, START);

    private double in;
    private double through;
    private double series;

    private record Latency(String what, double p50, double p99) {}

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            if (service.bean(LedgerCore.class).reader().head() < EVENTS) {
                load(service);
            }
            if (!projects(service)) {
                return;
            }
            long counting = System.nanoTime();
            awaitSeries(JdbcClient.create(service.bean(DataSource.class)));
            series = seconds(counting);
            System.out.printf("%-34s %,12.0f%n", "seconds until series are counted", series);
            answers(service);
        }
    }

    /** Behind events of their own that warm up; what those leave to be done is done before. */
    private void load(BenchService service) throws Exception {
        new CustomerHistory("w", WARM_UP, START).load(service, WARM_UP);
        if (projects(service)) {
            caughtUp(service.bean(Projections.class));
        }
        long start = System.nanoTime();
        history.load(service, EVENTS);
        in = EVENTS / seconds(start);
        System.out.printf("%-34s %,12d%n", "customer events", EVENTS);
        System.out.printf("%-34s %,12.0f%n", "events/s through HTTP bulk", in);
        if (!projects(service)) {
            System.out.printf("{\"benchmark\":\"customers\",\"events\":%d,\"in\":%.0f}%n", EVENTS, in);
            return;
        }
        caughtUp(service.bean(Projections.class));
        through = EVENTS / seconds(start);
        System.out.printf("%-34s %,12.0f%n", "events/s into the tables", through);
        history.order(service, EVENTS / 30);
        caughtUp(service.bean(Projections.class));
    }

    private static boolean projects(BenchService service) {
        return service.bean(Environment.class).getProperty("ledger.projections.run", Boolean.class, true);
    }

    private void answers(BenchService service) throws Exception {
        String token = service.newToken();
        List<Latency> measured = new ArrayList<>();
        measured.add(latency("GET /v1/analytics/funnel", random -> api(service, token, funnel(random))));
        measured.add(latency("GET /v1/analytics/summary", random -> api(service, token, summary(random))));
        try (DashboardVisit visit = new DashboardVisit(service)) {
            measured.add(latency(
                    "the dashboard's first page",
                    random -> () ->
                            visit.page("/dashboard?" + any(PRESETS, random) + dimensions(random), any(ZONES, random))));
        }
        System.out.printf("%-34s %12s %10s%n", "", "p50 ms", "p99 ms");
        measured.forEach(
                latency -> System.out.printf("%-34s %12.1f %10.1f%n", latency.what(), latency.p50(), latency.p99()));
        System.out.printf(
                "{\"benchmark\":\"customers\",\"events\":%d,\"in\":%.0f,\"through\":%.0f,\"series_s\":%.0f,\"funnel_p99_ms\":%.1f,\"summary_p99_ms\":%.1f,\"page_p99_ms\":%.1f}%n",
                EVENTS,
                in,
                through,
                series,
                measured.get(0).p99(),
                measured.get(1).p99(),
                measured.get(2).p99());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void caughtUp(Projections projections) {
        for (String name : List.of(CustomersProjection.NAME, "orders", "commissions")) {
            long head = projections.status(name, Orders.BENCH).head();
            while (!projections.await(name, head, Duration.ofMinutes(10))) {
                System.err.println("waiting for " + name + ": "
                        + projections.status(name, Orders.BENCH).lag() + " events behind");
            }
        }
    }

    /** Until the customers of every interval that is over have been counted, which begins when nothing more comes in. */
    private static void awaitSeries(JdbcClient sql) {
        while (sql.sql("""
                        select exists (select from ledger_customers.active_day where not listed)
                            or exists (select from ledger_customers.span
                                        where not made and last_day < (select max(day) from ledger_customers.active_day))""").query(Boolean.class).single()) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    /** Something that is asked of the service; what it was made from is not timed. */
    private interface Question {
        void ask() throws Exception;
    }

    private static Latency latency(String what, Function<Random, Question> questions) throws Exception {
        Random random = new Random(7);
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < CALLS * 2; i++) {
            Question question = questions.apply(random);
            long start = System.nanoTime();
            question.ask();
            if (i >= CALLS) { // before: warm-up
                took.add(System.nanoTime() - start);
            }
        }
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latency(what, sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    private static Question api(BenchService service, String token, String path) {
        HttpRequest request = HttpRequest.newBuilder(service.uri(path))
                .header("Authorization", "Bearer " + token)
                .build();
        return () -> service.send(request);
    }

    /** Any range, now to the day, now to the millisecond. */
    private String funnel(Random random) {
        long year = Duration.ofDays(CustomerHistory.DAYS).toMillis();
        long one = random.nextLong(year);
        long two = random.nextLong(year);
        long unit = random.nextBoolean() ? Duration.ofDays(1).toMillis() : 1;
        Instant from = history.begin().plusMillis(Math.min(one, two) / unit * unit);
        Instant to = history.begin().plusMillis(Math.max(one, two) / unit * unit);
        return "/v1/analytics/funnel?from=" + from + "&to=" + to + dimensions(random);
    }

    private String summary(Random random) {
        String zone = any(ZONES, random);
        LocalDate month = history.start().withDayOfMonth(1);
        LocalDate monday = history.start().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        LocalDate day = history.start().plusDays(random.nextInt(CustomerHistory.DAYS - 90));
        String range = switch (random.nextInt(5)) {
            case 0 -> range("month", month, month.plusYears(1));
            case 1 -> range("day", month.plusMonths(2 + random.nextInt(8)), month.plusMonths(10));
            case 2 -> range("hour", day, day.plusDays(90));
            case 3 -> range("week", monday, monday.plusWeeks(51));
            default -> range("hour", day, day.plusDays(1 + random.nextInt(8)));
        };
        return "/v1/analytics/summary?" + range + "&timezone=" + URLEncoder.encode(zone, StandardCharsets.UTF_8)
                + dimensions(random);
    }

    private static String range(String interval, LocalDate from, LocalDate to) {
        return "interval=" + interval + "&from=" + from + "&to=" + to;
    }

    private static String dimensions(Random random) {
        return (random.nextInt(3) == 0 ? "&categoryId=category-" + random.nextInt(5) : "")
                + (random.nextInt(3) == 0 ? "&integrationId=app" : "");
    }

    private static String any(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
