package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.WebhookId;
import org.jspecify.annotations.Nullable;

/** Writes down what attempts came to, a batch in one transaction, and lets the next of each stream go on. */
public final class DeliverySettlements {

    /** From so many failures in a row on an endpoint is called with care: one call at a time, and a pause behind each failure. */
    public static final int FAILURES_BEFORE_CARE = 10;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final DeliveryTransaction transaction;

    public DeliverySettlements(DataSource dataSource) {
        this.transaction = new DeliveryTransaction(dataSource);
    }

    /** An endpoint that has just failed. */
    public record Failing(WebhookId webhookId, int failures, Instant since) {}

    /**
     * Settlements of claims that somebody else has taken up since change nothing but the log.
     *
     * @return the endpoints that failed and did not succeed meanwhile
     */
    public List<Failing> settle(List<Settlement> settlements) {
        List<Settlement> inOrder = settlements.stream()
                .sorted(Comparator.comparing(
                                (Settlement s) -> s.claim().webhookId().value())
                        .thenComparing(s -> s.claim().messageId()))
                .toList();
        return transaction.run(connection -> {
            log(connection, inOrder);
            goOn(connection, store(connection, inOrder));
            return standings(connection, inOrder);
        });
    }

    private static Columns<Settlement> keys(List<Settlement> settlements) {
        return Columns.of(settlements)
                .text(s -> s.claim().webhookId().value())
                .text(s -> s.claim().messageId().toString())
                .bigint(s -> s.claim().attempt());
    }

    private static void log(Connection connection, List<Settlement> settlements) throws SQLException {
        keys(settlements)
                .time(s -> s.attempt().at())
                .bigint(s -> s.attempt().durationMs())
                .optionalBigint(s -> status(s.attempt()))
                .text(s -> s.attempt().error())
                .text(s -> s.attempt().answer())
                .execute(
                        connection,
                        "insert into ledger.webhook_attempt"
                                + " (webhook_id, message_id, attempt, at, duration_ms, status, error, answer)"
                                + " select w, m::uuid, n, " + Columns.time("at") + ", d, s, e, a"
                                + " from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
                                + " ?::text[], ?::text[]) b(w, m, n, at, d, s, e, a) on conflict do nothing");
    }

    private static @Nullable Long status(Attempt attempt) {
        Integer status = attempt.status();
        return status == null ? null : (long) status;
    }

    private record Stream(String webhookId, String stream) {}

    /** @return the streams in which a row is not pending any more */
    private static List<Stream> store(Connection connection, List<Settlement> settlements) throws SQLException {
        List<Stream> settled = new ArrayList<>();
        keys(settlements)
                .text(s -> s.state().name())
                .optionalBigint(s -> s.again() == null ? null : s.again().toMillis())
                .query(connection, """
                        update ledger.webhook_delivery t
                           set state = b.s, in_flight = false,
                               due_at = case when b.again is null then t.due_at
                                             else now() + b.again * interval '1 millisecond' end,
                               finished_at = case when b.s = 'PENDING' then null else now() end
                          from :rows as b(w, m, n, s, again)
                         where t.webhook_id = b.w and t.message_id = b.m::uuid and t.attempts = b.n
                           and t.state = 'PENDING'
                        returning t.webhook_id, t.stream, t.state""", row -> {
                    if (!row.getString(3).equals(DeliveryState.PENDING.name())) {
                        settled.add(new Stream(row.getString(1), row.getString(2)));
                    }
                });
        return settled;
    }

    /**
     * Brings the next row of each stream back. It is locked whether it was put aside or not: a claim that is about to put it aside has done
     * so when the lock is had, and the row's newest version decides.
     */
    // Grain: stream. Index: webhook_delivery_stream, the first entry of each.
    private static void goOn(Connection connection, List<Stream> streams) throws SQLException {
        Columns.of(streams.stream().distinct().toList())
                .text(Stream::webhookId)
                .text(Stream::stream)
                .execute(connection, """
                        update ledger.webhook_delivery t
                           set due_at = case when t.due_at = 'infinity' then now() else t.due_at end
                          from :rows as b(w, s) cross join lateral (
                               select webhook_id, message_id from ledger.webhook_delivery
                                where webhook_id = b.w and stream = b.s and state = 'PENDING'
                                order by position, step limit 1) n
                         where t.webhook_id = n.webhook_id and t.message_id = n.message_id""");
    }

    private List<Failing> standings(Connection connection, List<Settlement> settlements) throws SQLException {
        Map<String, List<Settlement>> byEndpoint = settlements.stream()
                .collect(Collectors.groupingBy(s -> s.claim().webhookId().value(), TreeMap::new, Collectors.toList()));
        List<String> well = byEndpoint.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(s -> s.attempt().succeeded()))
                .map(Map.Entry::getKey)
                .toList();
        List<Map.Entry<String, List<Settlement>>> failed = byEndpoint.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(s -> !s.attempt().succeeded()))
                .toList();
        List<Failing> failing = failed(connection, failed);
        Columns.of(well)
                .text(w -> w)
                .execute(
                        connection,
                        "update ledger.webhook_standing t set failures = 0, failing_since = null"
                                + " from :rows as b(w) where t.webhook_id = b.w and t.failures > 0");
        return failing.stream()
                .filter(f -> !well.contains(f.webhookId().value()))
                .toList();
    }

    private static List<Failing> failed(Connection connection, List<Map.Entry<String, List<Settlement>>> endpoints)
            throws SQLException {
        List<Failing> failing = new ArrayList<>();
        Columns.of(endpoints)
                .text(Map.Entry::getKey)
                .bigint(e -> failures(e.getValue()))
                .bigint(e -> leaveAlone(e.getValue()))
                .query(
                        connection,
                        """
                        insert into ledger.webhook_standing as s (webhook_id, failures, failing_since, paused_until)
                        select w, n, now(), now() + pause * interval '1 millisecond'
                          from :rows as b(w, n, pause)
                            on conflict (webhook_id) do update
                           set failures = s.failures + excluded.failures,
                               failing_since = coalesce(s.failing_since, excluded.failing_since),
                               paused_until = greatest(s.paused_until, excluded.paused_until,
                                   case when s.failures + excluded.failures >= %d
                                        then now() + least(%d, power(2, least(s.failures + excluded.failures - %d, 10)))
                                                     * interval '1 second' end)
                        returning webhook_id, failures, failing_since""".formatted(FAILURES_BEFORE_CARE, LONGEST_PAUSE.toSeconds(), FAILURES_BEFORE_CARE),
                        row -> failing.add(new Failing(
                                new WebhookId(row.getString(1)),
                                row.getInt(2),
                                row.getObject(3, OffsetDateTime.class).toInstant())));
        return failing;
    }

    private static long failures(List<Settlement> settlements) {
        return settlements.stream().filter(s -> !s.attempt().succeeded()).count();
    }

    /** Milliseconds. */
    private static long leaveAlone(List<Settlement> settlements) {
        return settlements.stream()
                .mapToLong(s -> s.leaveAlone().toMillis())
                .max()
                .orElse(0);
    }
}
