package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.projection.engine.ExactSum;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.projection.revenue.RevenueProjection;

/**
 * How old what is pending is. An age is counted in whole days from the placing of the order to {@code to}, or without it to when the newest
 * event of the report was recorded: there is no other today, so that the report can be made again.
 */
public final class AgeingReport implements Report {

    private static final String TODAY = " days old at `to`, or at the newest event when that is left out.";

    private static final List<Column> COLUMNS = List.of(
            Column.text("providerId", "The provider that owes the commission."),
            Column.currency(),
            Column.count("orders", "How many orders have commission pending."),
            Column.amount("pending", "Commission Pending of the orders placed in the range."),
            Column.amount("days0To30", "Pending for orders 0 to 30" + TODAY),
            Column.amount("days31To60", "Pending for orders 31 to 60" + TODAY),
            Column.amount("days61To90", "Pending for orders 61 to 90" + TODAY),
            Column.amount("over90Days", "Pending for orders more than 90" + TODAY),
            Column.count("confirmedOrders", "How many orders placed in the range were confirmed, at least in part."),
            Column.count(
                    "medianDaysToConfirm",
                    "Of those, the median time from placing to the first confirmation, in whole days; empty when there are none."));

    private final OrdersAsOf orders;

    public AgeingReport(EventCodec codec) {
        this.orders = new OrdersAsOf(codec);
    }

    private record Key(String providerId, String currency) {
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::providerId).thenComparing(Key::currency);
    }

    /** What is known of one provider and currency. */
    private static final class Ages {
        private final List<ExactSum> bands = List.of(new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum());
        private long pending;
        private long confirmed;
        private long medianDays;

        void add(long days, long amount) {
            bands.get(days <= 30 ? 0 : days <= 60 ? 1 : days <= 90 ? 2 : 3).add(amount);
            pending++;
        }
    }

    @Override
    public String name() {
        return "commission-ageing";
    }

    @Override
    public String description() {
        return "Commission pending by age, and how long confirming takes, by provider.";
    }

    @Override
    public List<String> projections() {
        return List.of(OrdersProjection.NAME, RevenueProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return List.of(Projection.LEDGER, RevenueProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.id("providerId", "Only orders of this provider."),
                Parameter.id("categoryId", "Only orders of this category."));
    }

    @Override
    public List<Drill> drills() {
        Drill pending = Drill.of(
                        "orders", "/v1/reports/orders?commissionStatus=PENDING", "The orders that are pending.")
                .with("providerId", "currency");
        return List.of(
                pending,
                pending.named("days0To30", "Those of 0 to 30 days.").over((all, asOf) -> aged(all, asOf, 0, 31)),
                pending.named("days31To60", "Those of 31 to 60 days.").over((all, asOf) -> aged(all, asOf, 31, 61)),
                pending.named("days61To90", "Those of 61 to 90 days.").over((all, asOf) -> aged(all, asOf, 61, 91)),
                pending.named("over90Days", "Those of more than 90 days.")
                        .over((all, asOf) -> aged(all, asOf, 91, Long.MAX_VALUE)),
                Drill.of("confirmed", "/v1/reports/orders?confirmed=true", "The orders that were confirmed.")
                        .with("providerId", "currency"));
    }

    /** The orders that are at least {@code first} whole days old and less than {@code end}. */
    private static Selection aged(Selection selection, Instant asOf, long first, long end) {
        Instant after = selection.today(asOf).plus(1, ChronoUnit.MICROS);
        return selection.narrowed(
                end == Long.MAX_VALUE ? null : after.minus(end, ChronoUnit.DAYS),
                first == 0 ? null : after.minus(first, ChronoUnit.DAYS));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Map<Key, Ages> ages = new TreeMap<>(Key.ORDER);
        addPending(reading, selection, ages);
        addConfirmed(reading, selection, ages);
        for (Map.Entry<Key, Ages> entry : ages.entrySet()) {
            if (!write(entry.getKey(), entry.getValue(), rows)) {
                return;
            }
        }
    }

    private void addPending(Reading reading, Selection selection, Map<Key, Ages> ages) throws SQLException {
        Instant today = selection.today(reading.asOf());
        OrderFilter filter = new OrderFilter(
                selection.from(),
                selection.to(),
                null,
                CommissionStatus.PENDING.toString(),
                selection.filter("categoryId"),
                selection.filter("providerId"),
                null,
                null,
                null);
        Reading all =
                new Reading(reading.connection(), reading.position(), reading.changed(), reading.asOf(), List.of(), 0);
        orders.each(all, selection, filter, standing -> {
            OrderRow order = standing.order();
            Key key = new Key(order.providerId(), order.currency().getCurrencyCode());
            long days = Math.max(0, Duration.between(order.placedAt(), today).toDays());
            ages.computeIfAbsent(key, k -> new Ages()).add(days, standing.pending());
            return true;
        });
    }

    // Grain: provider x currency. Unit: whole days. Range: [from, to) on placed_at. Index: revenue_line_booked.
    private static void addConfirmed(Reading reading, Selection selection, Map<Key, Ages> ages) throws SQLException {
        Select.of("""
                        select provider_id, currency, count(*),
                               floor(percentile_cont(0.5) within group (order by seconds) / 86400)::bigint
                          from (select provider_id, currency,
                                       greatest(0, extract(epoch from min(at) - placed_at))::double precision as seconds
                                  from ledger_revenue.revenue_line
                                 where organisation = ? and position <= ? and kind = 'COMMISSION_PAID'""", selection.organisation().value(), reading.position())
                .and("provider_id = ?", selection.filter("providerId"))
                .and("category_id = ?", selection.filter("categoryId"))
                .within("placed_at", selection)
                .happened("at", selection)
                .add(" group by order_id, provider_id, currency, placed_at) confirmed group by provider_id, currency")
                .each(reading.connection(), row -> {
                    Ages of = ages.computeIfAbsent(new Key(row.getString(1), row.getString(2)), k -> new Ages());
                    of.confirmed = row.getLong(3);
                    of.medianDays = row.getLong(4);
                    return true;
                });
    }

    private static boolean write(Key key, Ages ages, Rows rows) {
        Currency currency = Currency.getInstance(key.currency());
        BigInteger pending = BigInteger.ZERO;
        for (ExactSum band : ages.bands) {
            pending = pending.add(whole(band));
        }
        rows.text(key.providerId()).text(key.currency()).count(ages.pending).amount(pending, currency);
        for (ExactSum band : ages.bands) {
            rows.amount(whole(band), currency);
        }
        rows.count(ages.confirmed);
        return (ages.confirmed == 0 ? rows.empty() : rows.count(ages.medianDays)).end();
    }

    private static BigInteger whole(ExactSum sum) {
        return new BigInteger(sum.toString());
    }
}
