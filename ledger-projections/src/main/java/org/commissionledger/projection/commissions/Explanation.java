package org.commissionledger.projection.commissions;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/** Reads the very events that make the difference of two totals. */
public final class Explanation {

    private static final String COLUMNS = """
            select e.ledger_sequence, m.position, e.event_id, e.type, e.stream, e.effective_at, e.recorded_at, f.currency,
                   x.orders * d.sign, x.pending * d.sign, x.paid * d.sign, x.declined * d.sign, x.reversed * d.sign
              from ledger_commissions.movement m
              join ledger_commissions.facet f on f.facet_id = m.facet_id
              join ledger.event e on e.position = m.position
             cross join lateral (select\s""";

    private static final String FIGURES = """
             as sign) d
             cross join lateral (
                   select coalesce(sum(s.orders), 0)::bigint as orders, coalesce(sum(s.pending), 0)::bigint as pending,
                          coalesce(sum(s.paid), 0)::bigint as paid, coalesce(sum(s.declined), 0)::bigint as declined,
                          coalesce(sum(s.reversed), 0)::bigint as reversed
                     from\s""";

    private final DataSource dataSource;

    public Explanation(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What one event adds to the difference, in minor units of {@code currency}; what it had added before and does no more is negative.
     *
     * @param at when it happened
     */
    public record Change(
            long ledgerSequence,
            long position,
            UUID eventId,
            String type,
            String orderId,
            Instant at,
            Instant recordedAt,
            String currency,
            long orders,
            long pending,
            long paid,
            long declined,
            long reversed) {}

    /**
     * By position, at most {@code limit}. Events that change no figure of those that the filter selects are left out.
     *
     * @param after where the page before ended
     */
    public List<Change> changes(
            String organisation, OrderFilter filter, Moment from, Moment to, long after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            List<Change> changes = new ArrayList<>();
            Customers customers = new Customers(
                    PastTotals.customers(connection, organisation, filter, from),
                    PastTotals.customers(connection, organisation, filter, to));
            select(organisation, filter, customers, from, to, after)
                    .add(" order by m.position limit ?", limit)
                    .each(connection, row -> changes.add(change(row)));
            return changes;
        } catch (SQLException e) {
            throw new UncategorizedSQLException("explanation", null, e);
        }
    }

    /** The ids that stood for the customer at either moment: the orders of one who was merged in between count at one of them only. */
    private record Customers(List<String> from, List<String> to) {

        boolean areTheSame() {
            return Set.copyOf(from).equals(Set.copyOf(to));
        }

        List<String> all() {
            return Stream.concat(from.stream(), to.stream()).distinct().toList();
        }
    }

    // Grain: one event. Unit: minor. Range: what counts at one of the moments and not at the other. Index: movement_pk,
    // movement_effective, event_position; for a customer order_row_customer and event_stream.
    private static Select select(
            String organisation, OrderFilter filter, Customers customers, Moment from, Moment to, long after) {
        Select select = Select.of(COLUMNS);
        counts(select, organisation, filter, customers.areTheSame() ? null : customers.to(), to);
        counts(select.add("- "), organisation, filter, customers.areTheSame() ? null : customers.from(), from);
        select.add(FIGURES).add(MovementCells.SIDES).add(" where s.status is not null");
        PastTotals.statuses(select, filter)
                .add(
                        ") x where m.organisation = ? and m.position > ? and m.position <= ? and d.sign <> 0",
                        organisation,
                        after,
                        Math.max(from.position(), to.position()));
        if (customers.areTheSame()) {
            between(select, from, to);
        }
        select.and("m.placed_at >= ?", filter.from()).and("m.placed_at < ?", filter.to());
        PastTotals.ofOrders(PastTotals.facets(select, filter), organisation, filter, customers.all());
        return select.add(
                " and (x.orders <> 0 or x.pending <> 0 or x.paid <> 0 or x.declined <> 0 or x.reversed <> 0)");
    }

    /** 1 for a movement {@code m} that counts at that moment, else 0. */
    private static void counts(
            Select select, String organisation, OrderFilter filter, @Nullable List<String> customers, Moment moment) {
        select.add("case when m.position <= ? and m.effective_at < ?", moment.position(), moment.effectiveEnd());
        if (customers != null) {
            PastTotals.ofOrders(select, organisation, filter, customers);
        }
        select.add(" then 1 else 0 end ");
    }

    /** Keeps movements {@code m} to those that only one of the moments can know of. */
    private static void between(Select select, Moment from, Moment to) {
        List<Instant> ends =
                Stream.of(from.effectiveEnd(), to.effectiveEnd()).sorted().toList();
        long shared = Math.min(from.position(), to.position());
        if (ends.getFirst().equals(ends.getLast())) {
            select.add(" and m.position > ?", shared);
            return;
        }
        select.add(
                " and (m.position > ? or m.effective_at >= ? and m.effective_at < ?)",
                shared,
                ends.getFirst(),
                ends.getLast());
    }

    private static Change change(ResultSet row) throws SQLException {
        String stream = row.getString(5);
        return new Change(
                row.getLong(1),
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                stream.substring(stream.indexOf('/') + 1),
                Objects.requireNonNull(Select.time(row, 6)),
                Objects.requireNonNull(Select.time(row, 7)),
                row.getString(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13));
    }
}
