package org.commissionledger.projection.commissions;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.past.KnownCustomers;
import org.commissionledger.projection.past.MadeBlocks;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.past.PastSnapshot;
import org.commissionledger.projection.past.Prefix;
import org.commissionledger.projection.past.Prefix.Span;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.time.TimeCover;
import org.commissionledger.projection.time.TimeCover.Buckets;

/**
 * Commission totals of any moment: the sum of what the events changed that the ledger knew then and that had happened by then. Positions
 * are made up of blocks, both times of months and days; movements are gone through one by one at the ends: for less than 4,096 positions,
 * and for less than a day of either time.
 */
public final class PastTotals {

    static final String SCHEMA = "ledger_commissions";

    private final PastSnapshot snapshot;

    public PastTotals(DataSource dataSource) {
        this.snapshot = new PastSnapshot(dataSource);
    }

    /**
     * One total a currency, by currency. A figure is negative where something was taken away by then that came only later; a currency in
     * which nothing was left is not there.
     */
    public List<Total> totals(String organisation, OrderFilter filter, Moment moment) {
        return snapshot.read("commission totals", connection -> read(connection, organisation, filter, moment));
    }

    private static List<Total> read(Connection connection, String organisation, OrderFilter filter, Moment moment)
            throws SQLException {
        Select select = Select.of("""
                select f.currency, sum(p.orders), sum(p.pending), sum(p.paid), sum(p.declined), sum(p.reversed)
                  from (""");
        new Parts(select, organisation, filter).add(connection, moment);
        select.add(
                ") p join ledger_commissions.facet f on f.facet_id = p.facet_id where f.organisation = ?",
                organisation);
        facets(select, filter).add(" " + """
                 group by f.currency having sum(p.orders) <> 0 or sum(p.pending) <> 0 or sum(p.paid) <> 0
                     or sum(p.declined) <> 0 or sum(p.reversed) <> 0
                 order by f.currency""");
        List<Total> totals = new ArrayList<>();
        select.each(connection, row -> totals.add(total(row)));
        return totals;
    }

    /** What a facet {@code f} must be like. */
    static Select facets(Select select, OrderFilter filter) {
        return select.and("f.category_id = ?", filter.categoryId())
                .and("f.provider_id = ?", filter.providerId())
                .and("f.product_id = ?", filter.productId())
                .and("f.integration_id = ?", filter.integrationId());
    }

    private static Total total(ResultSet row) throws SQLException {
        return new Total(
                row.getString(1),
                row.getBigDecimal(2).longValueExact(),
                row.getBigDecimal(3).toBigIntegerExact(),
                row.getBigDecimal(4).toBigIntegerExact(),
                row.getBigDecimal(5).toBigIntegerExact(),
                row.getBigDecimal(6).toBigIntegerExact());
    }

    /** The parts that a total is the sum of, as one query. */
    private static final class Parts {

        private final Select select;
        private final String organisation;
        private final OrderFilter filter;
        private final Range placed;
        private List<String> customers = List.of();
        private String between = "";

        /** From {@code from} to before {@code to}. */
        private record Range(Instant from, Instant to) {}

        Parts(Select select, String organisation, OrderFilter filter) {
            this.select = select;
            this.organisation = organisation;
            this.filter = filter;
            this.placed = new Range(
                    filter.from() == null ? Moment.EARLIEST : filter.from(),
                    filter.to() == null ? Moment.LATEST : filter.to());
        }

        void add(Connection connection, Moment moment) throws SQLException {
            customers = customers(connection, organisation, filter, moment);
            Range effective = new Range(Moment.EARLIEST, moment.effectiveEnd());
            MadeBlocks made = new MadeBlocks(connection, SCHEMA);
            // The movements of one customer or order are few and found by its events: no cells know those.
            Prefix prefix = filter.customerId() == null && filter.orderId() == null
                    ? made.upTo(moment.position())
                    : new Prefix(List.of(), List.of(new Span(0, moment.position() + 1)));
            movements(prefix.rest(), placed, effective);
            if (prefix.blocks().isEmpty()) {
                return;
            }
            TimeCover days = TimeCover.of(placed.from(), placed.to(), MovementCells.GRAINS);
            TimeCover happened = TimeCover.of(effective.from(), effective.to(), MovementCells.GRAINS);
            for (Buckets of : days.buckets()) {
                for (Buckets by : happened.buckets()) {
                    cells(made, prefix, of, by);
                }
            }
            for (TimeCover.Span rest : days.rest()) {
                movements(prefix.covered(), new Range(rest.from(), rest.to()), effective);
            }
            if (!days.buckets().isEmpty()) {
                Range whole = new Range(
                        days.buckets().getFirst().from(),
                        days.buckets().getLast().to());
                for (TimeCover.Span rest : happened.rest()) {
                    movements(prefix.covered(), whole, new Range(rest.from(), rest.to()));
                }
            }
        }

        private void next() {
            select.add(between);
            between = " union all ";
        }

        // Grain: block x organisation x buckets x facet x statuses. Unit: minor. Index: movement_cell_block.
        private void cells(MadeBlocks made, Prefix prefix, Buckets of, Buckets by) throws SQLException {
            next();
            select.add("select s.facet_id, s.orders, s.pending, s.paid, s.declined, s.reversed");
            made.rowsOf(select, SCHEMA + ".movement_cell", "s", prefix.blocks())
                    .add(
                            " and s.organisation = ? and s.placed_grain = ? and s.effective_grain = ?",
                            organisation,
                            of.grain().name(),
                            by.grain().name())
                    .add(" and s.effective >= ? and s.effective < ?", by.from(), by.to())
                    .add(" and s.placed >= ? and s.placed < ?", of.from(), of.to());
            statuses(select, filter).add(MadeBlocks.END_OF_ROWS + "s");
        }

        // Grain: one event. Unit: minor. Index: movement_pk for the newest, movement_placed, movement_effective; for a
        // customer order_row_customer and event_stream.
        private void movements(List<Span> positions, Range placed, Range effective) {
            next();
            select.add("select m.facet_id, s.orders, s.pending, s.paid, s.declined, s.reversed"
                    + " from ledger_commissions.movement m cross join lateral " + MovementCells.SIDES);
            select.add(" where m.organisation = ? and s.status is not null and (false", organisation);
            positions.forEach(p -> select.add(" or m.position >= ? and m.position < ?", p.start(), p.end()));
            select.add(") and m.placed_at >= ? and m.placed_at < ?", placed.from(), placed.to())
                    .add(" and m.effective_at >= ? and m.effective_at < ?", effective.from(), effective.to());
            statuses(ofOrders(select, organisation, filter, customers), filter);
        }
    }

    /** What a side {@code s} must be like. */
    static Select statuses(Select select, OrderFilter filter) {
        return select.and("s.status = ?", filter.status()).and("s.commission_status = ?", filter.commissionStatus());
    }

    /** Every id that stood for the customer whose orders alone are wanted, at that moment. */
    static List<String> customers(Connection connection, String organisation, OrderFilter filter, Moment moment)
            throws SQLException {
        return filter.customerId() == null
                ? List.of()
                : KnownCustomers.sameAs(connection, organisation, filter.customerId(), moment);
    }

    /**
     * Keeps movements {@code m} to those of one order, or of one customer's orders, if only those are wanted.
     *
     * @param customers the ids of that one customer
     */
    static Select ofOrders(Select select, String organisation, OrderFilter filter, List<String> customers) {
        if (filter.orderId() != null) {
            select.add(
                    " and m.position in (select e.position from ledger.event e where e.organisation = ? and e.stream = ?)",
                    organisation,
                    "order/" + filter.orderId());
        }
        return filter.customerId() == null
                ? select
                : select.add(" " + """
                         and m.position in (
                             select e.position from ledger_orders.order_row o
                               join ledger.event e on e.organisation = o.organisation and e.stream = 'order/' || o.order_id
                              where o.organisation = ? and o.customer_id = any(?))""", organisation, customers.toArray(String[]::new));
    }
}
