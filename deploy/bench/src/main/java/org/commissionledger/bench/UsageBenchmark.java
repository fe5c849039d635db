package org.commissionledger.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.commissionledger.account.AccountId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditCommand;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.engine.Projections;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Usage of credit: usages a second over many accounts through HTTP bulk, into the store and into the tables, and of one hot account through
 * bulk and through single requests. {@code -Dbench.usages} says how many, half a million unless it is given. With
 * {@code LEDGER_PROJECTIONS_RUN=false}: into the store alone.
 */
final class UsageBenchmark implements Bench.Benchmark {

    private static final long USAGES = Long.getLong("bench.usages", 500_000);
    private static final int ACCOUNTS = Integer.getInteger("bench.accounts", 10_000);
    private static final int CONNECTIONS = 4;
    private static final int PER_REQUEST = 25_000;
    private static final int HOT_CONNECTIONS = 32;
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final OrganisationId ORGANISATION = new OrganisationId("demo");
    private static final Currency GBP = Currency.getInstance("GBP");
    private static final String HOT = "hot";

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            accounts(service);
            boolean folds = service.bean(Environment.class).getProperty("ledger.projections.run", Boolean.class, true);
            Projections projections = folds ? service.bean(Projections.class) : null;
            bulk(service, "w", USAGES * 2 / 5, UsageBenchmark::any); // warm up
            caughtUp(projections);
            long start = System.nanoTime();
            bulk(service, "m", USAGES, UsageBenchmark::any);
            double many = USAGES / seconds(start);
            caughtUp(projections);
            double through = USAGES / seconds(start);
            long hotUsages = USAGES / 5;
            start = System.nanoTime();
            bulk(service, "h", hotUsages, n -> HOT);
            double hot = hotUsages / seconds(start);
            caughtUp(projections);
            String token = service.newToken();
            HttpBenchmark.turn(service.port(), HOT_CONNECTIONS, TURN, n -> single(token));
            HttpBenchmark.Turn single = HttpBenchmark.turn(service.port(), HOT_CONNECTIONS, TURN, n -> single(token));
            caughtUp(projections);
            report(many, through, hot, single);
        }
    }

    private static void report(double many, double through, double hot, HttpBenchmark.Turn single) {
        System.out.printf("%-46s %,12d%n", "usages", USAGES);
        System.out.printf("%-46s %,12.0f%n", "usages/s of " + ACCOUNTS + " accounts through HTTP bulk", many);
        System.out.printf("%-46s %,12.0f%n", "the same into the tables", through);
        System.out.printf("%-46s %,12.0f%n", "usages/s of one account through HTTP bulk", hot);
        System.out.printf(
                "%-46s %,12.0f  p50 %.1f ms, p99 %.1f ms%n",
                "usages/s of one account, " + HOT_CONNECTIONS + " connections",
                single.rate(),
                single.p50(),
                single.p99());
        System.out.printf(
                "{\"benchmark\":\"usage\",\"many\":%.0f,\"through\":%.0f,\"hot_bulk\":%.0f,\"hot_single\":%.0f,\"hot_single_p99_ms\":%.1f}%n",
                many, through, hot, single.rate(), single.p99());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void caughtUp(@Nullable Projections projections) {
        if (projections == null) {
            return;
        }
        for (String name : List.of(CreditsProjection.NAME, "journal")) {
            long head = projections.status(name, Orders.BENCH).head();
            while (!projections.await(name, head, Duration.ofMinutes(10))) {
                System.err.println("waiting for " + name + ": "
                        + projections.status(name, Orders.BENCH).lag() + " events behind");
            }
        }
    }

    /** Each with more credit than it will use. */
    private static void accounts(BenchService service) {
        CreditDrafts drafts = service.bean(CreditDrafts.class);
        Instant now = Instant.now();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i <= ACCOUNTS; i++) {
            AccountId account = new AccountId(i == ACCOUNTS ? HOT : "account-" + i);
            AccountFacts facts = new AccountFacts(account, AccountType.CUSTOMER, null, GBP);
            TopUp topUp = new TopUp(new TopUpId("t"), TopUpCategory.PAID, 1L << 50, 50, null);
            items.add(item(account, drafts.open(ORGANISATION, facts, "Account", 0, now, now)));
            items.add(item(account, drafts.topUp(ORGANISATION, account, topUp, GBP, now, true, now)));
        }
        CommandContext context = new CommandContext(ORGANISATION, EventMetadata.system("bench"));
        Ledger ledger = service.bean(Ledger.class);
        for (int from = 0; from < items.size(); from += 1_000) {
            List<Item> window = items.subList(from, Math.min(items.size(), from + 1_000));
            GroupReply reply = ledger.executeGroup(
                    context, window, true, null, (results, receipt) -> new StoredAnswer(200, null, ""));
            if (reply instanceof GroupReply.Fresh fresh
                    && fresh.results().stream().anyMatch(result -> result.refusal() != null)) {
                throw new IllegalStateException("an account was refused");
            }
        }
    }

    private static Item item(AccountId account, Drafting drafting) {
        return new Item(CreditCommand.stream(ORGANISATION, account), drafting);
    }

    /** Whose usage it is. */
    private interface Account {
        String of(long n);
    }

    private static String any(long n) {
        return "account-" + new Random(n * 0x9E3779B97F4A7C15L).nextInt(ACCOUNTS);
    }

    private static void bulk(BenchService service, String prefix, long usages, Account account) throws Exception {
        AtomicLong next = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                running.add(threads.submit(() -> {
                    String token = service.newToken();
                    for (long n = next.getAndAdd(PER_REQUEST); n < usages; n = next.getAndAdd(PER_REQUEST)) {
                        send(service, token, prefix, n, Math.min(usages, n + PER_REQUEST), account);
                    }
                    return null;
                }));
            }
            for (Future<?> connection : running) {
                connection.get();
            }
        }
    }

    private static void send(BenchService service, String token, String prefix, long from, long to, Account account)
            throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) service.uri("/v1/usage/bulk").toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setChunkedStreamingMode(1 << 16);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "text/csv");
        connection.setRequestProperty("Idempotency-Key", UUID.randomUUID().toString());
        try (OutputStream out = connection.getOutputStream()) {
            out.write("accountId,usageId,productId,quantity,amount,currency,at\n".getBytes(StandardCharsets.UTF_8));
            for (long n = from; n < to; n++) {
                String row = account.of(n) + "," + prefix + "-" + n + ",giftware-" + n % 10
                        + ",1,25,GBP,2026-11-01T08:26:00Z\n";
                out.write(row.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.contains("\"rejected\":0")) {
            throw new IOException(answer.substring(0, Math.min(500, answer.length())));
        }
    }

    private static byte[] single(String token) {
        String id = UUID.randomUUID().toString();
        String body = "{\"usageId\":\"" + id
                + "\",\"productId\":\"giftware-1\",\"amount\":{\"amount\":25,\"currency\":\"GBP\"}}";
        return ("POST /v1/accounts/" + HOT + "/usage HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + id + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
