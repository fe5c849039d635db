package org.commissionledger.api.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.AnalyticsQueries.Reached;
import org.commissionledger.projection.customers.AnalyticsQueries.Seen;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.customers.Stage;
import org.commissionledger.projection.orders.OrderSeries;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.time.Interval;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The funnel, and what there was in each interval. */
@RestController
class AnalyticsController {

    /** More than a year of hours. */
    private static final int MOST_POINTS = 10_000;

    private final AnalyticsQueries analytics;
    private final OrderSeries orders;

    AnalyticsController(AnalyticsQueries analytics, OrderSeries orders) {
        this.analytics = analytics;
        this.orders = orders;
    }

    /** @param ofPrevious the share of those who got to the stage before; 1 for the first stage, 0 of nobody */
    record StageView(Stage stage, long customers, BigDecimal ofPrevious) {}

    record FunnelView(List<StageView> stages) {}

    /** Minor units of an ISO 4217 currency; has no largest value. */
    record Amount(BigInteger amount, String currency) {}

    /** The amounts are one a currency. */
    record Point(
            Instant at,
            long customers,
            long newCustomers,
            long orders,
            long successfulOrders,
            List<Amount> value,
            List<Amount> commissionPending,
            List<Amount> commissionPaid) {}

    record Summary(List<Point> points) {}

    @GetMapping("/v1/analytics/funnel")
    @ReadsProjection(CustomersProjection.NAME)
    FunnelView funnel(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        AnalyticsQueries.Filter filter = filter(query);
        query.done();
        List<StageView> stages = new ArrayList<>();
        long previous = 0;
        for (Reached reached : analytics.funnel(caller.organisation().value(), filter)) {
            BigDecimal share = stages.isEmpty() ? BigDecimal.ONE : share(reached.customers(), previous);
            stages.add(new StageView(reached.stage(), reached.customers(), share));
            previous = reached.customers();
        }
        return new FunnelView(stages);
    }

    private static BigDecimal share(long customers, long previous) {
        return previous == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(customers)
                        .divide(BigDecimal.valueOf(previous), 4, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }

    private static AnalyticsQueries.Filter filter(Query query) {
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        return new AnalyticsQueries.Filter(from, to, query.id("categoryId"), query.id("integrationId"));
    }

    @GetMapping("/v1/analytics/summary")
    @ReadsProjection({CustomersProjection.NAME, OrdersProjection.NAME})
    Summary summary(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        AnalyticsQueries.Filter filter = filter(query);
        ZoneId zone = query.timezone();
        String interval = query.oneOf("interval", List.of("hour", "day", "week", "month"));
        query.done();
        Instant from = required("from", filter.from());
        Instant to = required("to", filter.to());
        List<Instant> starts = Interval.valueOf(interval == null ? "DAY" : interval.toUpperCase(Locale.ROOT))
                .starts(from, to, zone, MOST_POINTS);
        if (starts.size() > MOST_POINTS) {
            throw BadRequest.field("to", "request.invalid-range", "At most " + MOST_POINTS + " intervals are shown.");
        }
        return new Summary(starts.isEmpty() ? List.of() : points(caller, filter, starts, from, to));
    }

    private static Instant required(String name, @Nullable Instant time) {
        if (time == null) {
            throw BadRequest.field(name, "request.missing-parameter", "This parameter is required.");
        }
        return time;
    }

    private List<Point> points(
            Caller caller, AnalyticsQueries.Filter filter, List<Instant> starts, Instant from, Instant to) {
        List<Instant> bounds = new ArrayList<>(starts);
        bounds.set(0, from);
        bounds.add(to);
        String organisation = caller.organisation().value();
        List<Seen> seen = analytics.seen(organisation, filter, bounds);
        List<List<OrderSeries.Sum>> sums =
                orders.sums(organisation, filter.categoryId(), filter.integrationId(), bounds);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            points.add(point(starts.get(i), seen.get(i), sums.get(i)));
        }
        return points;
    }

    private static Point point(Instant at, Seen seen, List<OrderSeries.Sum> sums) {
        return new Point(
                at,
                seen.customers(),
                seen.newCustomers(),
                sums.stream().mapToLong(OrderSeries.Sum::orders).sum(),
                sums.stream().mapToLong(OrderSeries.Sum::successfulOrders).sum(),
                amounts(sums, OrderSeries.Sum::value),
                amounts(sums, OrderSeries.Sum::pending),
                amounts(sums, OrderSeries.Sum::paid));
    }

    private static List<Amount> amounts(List<OrderSeries.Sum> sums, Function<OrderSeries.Sum, BigInteger> amount) {
        return sums.stream()
                .map(sum -> new Amount(amount.apply(sum), sum.currency()))
                .toList();
    }
}
