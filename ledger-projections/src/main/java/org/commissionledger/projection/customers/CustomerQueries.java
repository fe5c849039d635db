package org.commissionledger.projection.customers;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.person.EmailHash;
import org.commissionledger.person.Sealed;
import org.commissionledger.pseudonym.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads who the customers are and what they did. An id that was merged stands for the customer that it was merged into. */
public final class CustomerQueries {

    private static final int DAYS = 366;

    private final JdbcClient sql;

    public CustomerQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * Which customers are meant; what is null does not filter. The last two: who did anything there.
     *
     * @param words who is shown as such words, or was before they turned out to be somebody
     */
    public record Filter(
            @Nullable EmailHash email,
            @Nullable Places words,
            @Nullable String categoryId,
            @Nullable String integrationId) {}

    /** Where a page ended. */
    public record Place(Instant firstSeen, String customerId) {}

    /** Sums in minor units over a customer's orders. */
    public record OrderTotal(
            String currency,
            long orders,
            long successfulOrders,
            BigInteger value,
            BigInteger pending,
            BigInteger paid) {}

    /** @param channel of the newest event there that had one */
    public record Visited(
            String integrationId, @Nullable String channel, long events, Instant firstSeen, Instant lastSeen) {}

    public record Visits(LocalDate day, long visits) {}

    // Grain: one customer. Index: customer_pk.
    public Optional<CustomerRow> find(String organisation, String customerId) {
        return sql.sql("""
                        select known.* from ledger_customers.customer c
                          join ledger_customers.customer known on known.organisation = c.organisation
                               and known.customer_id = coalesce(c.merged_into, c.customer_id)
                         where c.organisation = ? and c.customer_id = ?""")
                .params(organisation, customerId)
                .query(CustomerQueries::row)
                .optional();
    }

    /** The newest customers first: when somebody was first seen hardly ever changes, so that pages stay what they were. */
    // Grain: one customer. Index: customer_met; customer_email; customer_words; customer_merged, entry_pk.
    public List<CustomerRow> list(String organisation, Filter filter, @Nullable Place after, int limit) {
        StringBuilder where = new StringBuilder("organisation = ? and merged_into is null and first_seen is not null");
        List<Object> values = new ArrayList<>(List.of(organisation));
        if (filter.email() != null) {
            where.append(" and email_hash = ?");
            values.add(filter.email().value());
        }
        if (filter.words() != null) {
            where.append(" and customer_id in (select coalesce(merged_into, customer_id)"
                    + " from ledger_customers.customer where organisation = ? and words between ? and ?)");
            values.addAll(
                    List.of(organisation, filter.words().first(), filter.words().last()));
        }
        if (filter.categoryId() != null || filter.integrationId() != null) {
            where.append(" and exists (select from ledger_customers.customer id join ledger_customers.entry e"
                    + " on e.organisation = id.organisation and e.number = id.number"
                    + " where id.organisation = c.organisation and (e.seen or e.stage > 0)"
                    + " and (id.customer_id = c.customer_id or id.merged_into = c.customer_id)");
            append("category_id", filter.categoryId(), where, values);
            append("integration_id", filter.integrationId(), where, values);
            where.append(")");
        }
        if (after != null) {
            where.append(" and (first_seen, customer_id) < (?, ?)");
            values.add(timestamp(after.firstSeen()));
            values.add(after.customerId());
        }
        values.add(limit);
        return sql.sql("select * from ledger_customers.customer c where " + where
                        + " order by first_seen desc, customer_id desc limit ?")
                .params(values)
                .query(CustomerQueries::row)
                .list();
    }

    private static void append(String column, @Nullable String wanted, StringBuilder where, List<Object> values) {
        if (wanted != null) {
            where.append(" and e.").append(column).append(" = ?");
            values.add(wanted);
        }
    }

    // Grain: one merged id. Index: customer_merged.
    public List<String> mergedInto(String organisation, String customerId) {
        return sql.sql("select customer_id from ledger_customers.customer where organisation = ? and merged_into = ?"
                        + " order by customer_id")
                .params(organisation, customerId)
                .query(String.class)
                .list();
    }

    /** By customer; who has no orders is not in the answer. */
    // Grain: customer x currency. Unit: minor. Index: customer_pk, customer_merged, order_row_customer.
    public Map<String, List<OrderTotal>> orders(String organisation, Collection<String> customers) {
        String[] ids = customers.toArray(String[]::new);
        Map<String, List<OrderTotal>> totals = new HashMap<>();
        sql.sql("""
                        select ids.known, o.currency, count(*), count(*) filter (where o.status = 'SUCCESSFUL'),
                               sum(o.value), sum(o.pending), sum(o.paid)
                          from (select customer_id, customer_id as known from ledger_customers.customer
                                 where organisation = ? and customer_id = any(?)
                                union all
                                select customer_id, merged_into from ledger_customers.customer
                                 where organisation = ? and merged_into = any(?)) ids
                          join ledger_orders.order_row o on o.organisation = ? and o.customer_id = ids.customer_id
                         group by ids.known, o.currency order by ids.known, o.currency""").params(organisation, ids, organisation, ids, organisation).query(r -> {
            totals.computeIfAbsent(r.getString(1), k -> new ArrayList<>())
                    .add(new OrderTotal(
                            r.getString(2),
                            r.getLong(3),
                            r.getLong(4),
                            r.getBigDecimal(5).toBigIntegerExact(),
                            r.getBigDecimal(6).toBigIntegerExact(),
                            r.getBigDecimal(7).toBigIntegerExact()));
        });
        return totals;
    }

    /** What a customer had done by some moment. */
    public record Until(long events, long orders, @Nullable Instant lastSeen) {

        public static final Until NOTHING = new Until(0, 0, null);
    }

    /** By customer; who was not there yet is not in the answer. */
    // Grain: one customer. Range: at before end. Index: customer_pk, customer_merged, entry_pk.
    public Map<String, Until> until(String organisation, Collection<String> customers, Instant end) {
        String[] ids = customers.toArray(String[]::new);
        Map<String, Until> found = new HashMap<>();
        sql.sql("""
                        select ids.known, count(*) filter (where e.event_id is not null),
                               count(*) filter (where e.order_id is not null), max(e.at)
                          from (select number, customer_id as known from ledger_customers.customer
                                 where organisation = ? and customer_id = any(?)
                                union all
                                select number, merged_into from ledger_customers.customer
                                 where organisation = ? and merged_into = any(?)) ids
                          join ledger_customers.entry e
                            on e.organisation = ? and e.number = ids.number and e.at < ? and e.seen
                         group by ids.known""")
                .params(organisation, ids, organisation, ids, organisation, timestamp(end))
                .query(r -> {
                    found.put(r.getString(1), new Until(r.getLong(2), r.getLong(3), required(r, 4)));
                });
        return found;
    }

    /** The integrations that a customer came by, the newest first. */
    // Grain: one integration. Index: entry_pk.
    public List<Visited> integrations(String organisation, String customerId) {
        return sql.sql("select integration_id, (array_agg(channel order by at desc, position desc)"
                        + " filter (where channel is not null))[1], count(*), min(at), max(at)"
                        + " from ledger_customers.entry where " + OF_CUSTOMER
                        + " and integration_id is not null and seen group by integration_id"
                        + " order by max(at) desc, integration_id limit 500")
                .params(organisation, organisation, customerId, customerId)
                .query((r, n) ->
                        new Visited(r.getString(1), r.getString(2), r.getLong(3), required(r, 4), required(r, 5)))
                .list();
    }

    /** On how many of the timezone's days there was a visit, and how many each; of the newest 366 such days. */
    // Grain: one day. Index: entry_pk.
    public List<Visits> visits(String organisation, String customerId, ZoneId zone) {
        return sql.sql("select (at at time zone ?)::date as day, count(*) from ledger_customers.entry where "
                        + OF_CUSTOMER + " and stage = 1 group by day order by day desc limit " + DAYS)
                .params(postgres(zone), organisation, organisation, customerId, customerId)
                .query((r, n) -> new Visits(r.getObject(1, LocalDate.class), r.getLong(2)))
                .list();
    }

    private static final String OF_CUSTOMER = """
            organisation = ? and number in (select number from ledger_customers.customer
                                             where organisation = ? and (customer_id = ? or merged_into = ?))""";

    /** PostgreSQL reads an offset in a name the other way round. */
    private static String postgres(ZoneId zone) {
        return zone.normalized() instanceof ZoneOffset offset
                ? "<x>" + (offset.getTotalSeconds() > 0 ? "-" : "+") + span(Math.abs(offset.getTotalSeconds()))
                : zone.getId();
    }

    private static String span(int seconds) {
        return String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static OffsetDateTime timestamp(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant required(ResultSet r, int column) throws SQLException {
        return r.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
        OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Sealed sealed(@Nullable String text) {
        return text == null ? null : new Sealed(text);
    }

    private static CustomerRow row(ResultSet r, int n) throws SQLException {
        return new CustomerRow(
                r.getString("customer_id"),
                sealed(r.getString("email")),
                sealed(r.getString("name")),
                r.getBoolean("erased"),
                r.getLong("events"),
                time(r, "first_seen"),
                time(r, "last_seen"));
    }
}
