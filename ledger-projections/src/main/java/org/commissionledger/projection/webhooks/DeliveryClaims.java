package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Sealed;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.WebhookId;
import org.jspecify.annotations.Nullable;

/**
 * Hands deliveries out to nodes. A claim moves the time at which the row is due behind its lease: a node that is killed needs nobody to
 * clean up behind it. Of a stream only the first row that is pending is handed out; one that is found to wait is put aside until
 * {@link DeliverySettlements} has settled the one before it.
 */
public final class DeliveryClaims {

    /** Told to all nodes when there is something to send. */
    public static final String CHANNEL = DeliveryRows.CHANNEL;

    private final DeliveryTransaction transaction;

    public DeliveryClaims(DataSource dataSource) {
        this.transaction = new DeliveryTransaction(dataSource);
    }

    /** The endpoints that something is due for and that want to hear, in any order, at most {@code limit}. */
    // Grain: endpoint. Index: webhook_delivery_due, its first entry for each endpoint.
    public List<Endpoint> due(int limit) {
        return transaction.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DUE)) {
                statement.setInt(1, limit);
                List<Endpoint> due = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        due.add(endpoint(rows));
                    }
                }
                return due;
            }
        });
    }

    private static final String DUE = """
            select e.webhook_id, e.organisation, e.url, coalesce(s.failures, 0) as failures,
                   (select array_agg(x.sealed order by x.position desc) from ledger_webhooks.endpoint_secret x
                     where x.webhook_id = e.webhook_id and (x.until is null or x.until > now())) as secrets
              from ledger_webhooks.endpoint e
              left join ledger.webhook_standing s on s.webhook_id = e.webhook_id
             cross join lateral (select 1 from ledger.webhook_delivery d
                                  where d.webhook_id = e.webhook_id and d.state = 'PENDING' and d.due_at <= now()
                                  order by d.due_at limit 1) d
             where e.disabled_at is null and (s.paused_until is null or s.paused_until <= now())
             limit ?""";

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        String[] sealed = (String[]) row.getArray("secrets").getArray();
        return new Endpoint(
                new WebhookId(row.getString("webhook_id")),
                new OrganisationId(row.getString("organisation")),
                row.getString("url"),
                Arrays.stream(sealed).map(Sealed::new).toList(),
                row.getInt("failures"));
    }

    /** A row that is locked, and what is before it in its stream. */
    private record Locked(String webhookId, String messageId, String stream, long position, int step) {}

    /**
     * What is handed out, and whether more may be due.
     *
     * @param found rows that were looked at, those that wait for others among them
     */
    public record Claimed(List<Claim> claims, int found) {}

    /**
     * @param wanted how many for which endpoint
     * @param lease how long nobody else gets them
     */
    public Claimed claim(Map<WebhookId, Integer> wanted, Duration lease) {
        if (wanted.isEmpty()) {
            return new Claimed(List.of(), 0);
        }
        return transaction.run(connection -> {
            List<Locked> locked = lock(connection, wanted);
            putAside(connection, locked);
            return new Claimed(claim(connection, locked, lease), locked.size());
        });
    }

    // Grain: delivery. Range: due up to now, of each endpoint so many. Index: webhook_delivery_due.
    private static List<Locked> lock(Connection connection, Map<WebhookId, Integer> wanted) throws SQLException {
        List<Locked> locked = new ArrayList<>();
        Columns.of(wanted.entrySet())
                .text(w -> w.getKey().value())
                .bigint(Map.Entry::getValue)
                .query(
                        connection,
                        """
                        select d.* from :rows as w(id, n) cross join lateral (
                            select webhook_id, message_id::text, stream, position, step from ledger.webhook_delivery
                             where webhook_id = w.id and state = 'PENDING' and due_at <= now()
                             order by due_at, position, step limit w.n for update skip locked) d""",
                        row -> locked.add(new Locked(
                                row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getInt(5))));
        return locked;
    }

    private static Columns<Locked> columns(Collection<Locked> locked) {
        return Columns.of(locked)
                .text(Locked::webhookId)
                .text(Locked::messageId)
                .text(Locked::stream)
                .bigint(Locked::position)
                .bigint(Locked::step);
    }

    /**
     * Puts aside the rows that have one before them, which is locked for it: whoever settles that one does so when this is done, and finds
     * those put aside. Where the one before is being settled at this moment nothing is done: that row stays due for the next look.
     */
    // Grain: delivery. Index: webhook_delivery_stream for what is before each.
    private static void putAside(Connection connection, Collection<Locked> locked) throws SQLException {
        columns(locked).execute(connection, """
                with aside as materialized (
                    select k.w, k.m from :rows as k(w, m, s, p, n)
                     cross join lateral (select 1 from ledger.webhook_delivery e
                                          where e.webhook_id = k.w and e.stream = k.s and e.state = 'PENDING'
                                            and (e.position, e.step) < (k.p, k.n)
                                          order by e.position, e.step limit 1 for share skip locked) before)
                update ledger.webhook_delivery t set due_at = 'infinity' from aside
                 where t.webhook_id = aside.w and t.message_id = aside.m::uuid""");
    }

    // Grain: delivery. Index: webhook_delivery_pk; webhook_delivery_stream for what is before each.
    private static List<Claim> claim(Connection connection, Collection<Locked> locked, Duration lease)
            throws SQLException {
        List<Claim> claims = new ArrayList<>();
        columns(locked).bigint(l -> lease.toMillis()).query(connection, """
                        update ledger.webhook_delivery t
                           set due_at = now() + b.lease * interval '1 millisecond', in_flight = true,
                               attempts = t.attempts + 1, tries = t.tries + 1
                          from :rows as b(w, m, s, p, n, lease)
                         where t.webhook_id = b.w and t.message_id = b.m::uuid
                           and not exists (select 1 from ledger.webhook_delivery e
                                            where e.webhook_id = b.w and e.stream = b.s and e.state = 'PENDING'
                                              and (e.position, e.step) < (b.p, b.n))
                        returning t.*""", row -> claims.add(claim(row)));
        return claims;
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new WebhookId(row.getString("webhook_id")),
                row.getObject("message_id", UUID.class),
                new OrganisationId(row.getString("organisation")),
                row.getString("type"),
                row.getString("stream"),
                row.getLong("position"),
                optionalLong(row, "threshold"),
                row.getInt("attempts"),
                row.getInt("tries"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Long optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
