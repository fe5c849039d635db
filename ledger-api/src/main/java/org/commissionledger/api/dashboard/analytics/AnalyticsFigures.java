package org.commissionledger.api.dashboard.analytics;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commissionledger.api.dashboard.DateRange;
import org.commissionledger.api.dashboard.analytics.Figures.Point;
import org.commissionledger.api.dashboard.analytics.Figures.Step;
import org.commissionledger.api.dashboard.analytics.Figures.Sum;
import org.commissionledger.api.dashboard.reports.CommissionFigures;
import org.commissionledger.api.web.Caller;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.AnalyticsQueries.Reached;
import org.commissionledger.projection.customers.AnalyticsQueries.Seen;
import org.commissionledger.projection.customers.Stage;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderSeries;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page shows, by the queries that the API has. */
@Component
class AnalyticsFigures {

    private static final int MOST_POINTS = 1_000;

    private final AnalyticsQueries analytics;
    private final OrderSeries orders;
    private final CommissionFigures commissions;

    AnalyticsFigures(AnalyticsQueries analytics, OrderSeries orders, CommissionFigures commissions) {
        this.analytics = analytics;
        this.orders = orders;
        this.commissions = commissions;
    }

    /** @param end of the past day that is asked for, at which the filter's range ends at the latest; null for today */
    Figures of(Caller caller, AnalyticsFilter filter, @Nullable Instant end) {
        Figures today = today(caller.organisation().value(), filter);
        if (end == null) {
            return today;
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < today.points().size(); i++) {
            Instant to = i + 1 < today.points().size()
                    ? today.points().get(i + 1).at()
                    : filter.range().to();
            points.add(by(caller, filter, today.points().get(i), to, end));
        }
        return new Figures(
                today.interval(),
                by(caller, filter, today.total(), filter.range().to(), end),
                points,
                today.funnel());
    }

    /** A point with the commission of its orders as it had become before {@code end}. */
    private Point by(Caller caller, AnalyticsFilter filter, Point point, Instant to, Instant end) {
        if (point.sums().isEmpty()) {
            return point;
        }
        OrderFilter placed = new OrderFilter(
                point.at(), to, null, null, filter.categoryId(), null, null, filter.integrationId(), null);
        Map<String, Total> then = commissions.happened(caller, placed, end).stream()
                .collect(Collectors.toMap(Total::currency, Function.identity()));
        return point.with(point.sums().stream()
                .map(sum -> sum.by(then.getOrDefault(sum.currency(), nothing(sum.currency()))))
                .toList());
    }

    private static Total nothing(String currency) {
        return new Total(currency, 0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }

    private Figures today(String organisation, AnalyticsFilter filter) {
        DateRange range = bounded(organisation, filter.range());
        Instant from = Objects.requireNonNull(range.from());
        Instant to = range.to();
        AnalyticsQueries.Filter customers =
                new AnalyticsQueries.Filter(from, to, filter.categoryId(), filter.integrationId());
        List<Instant> bounds = new ArrayList<>(range.interval().starts(from, to, range.zone(), MOST_POINTS));
        bounds.set(0, from);
        bounds.add(to);
        Point total = points(organisation, customers, List.of(from, to)).getFirst();
        return new Figures(
                range.interval(),
                total,
                points(organisation, customers, bounds),
                funnel(analytics.funnel(organisation, customers)));
    }

    /** Everything begins with the first month that anything is known of. */
    private DateRange bounded(String organisation, DateRange range) {
        if (range.first() != null) {
            return range;
        }
        LocalDate earliest = Stream.of(orders.firstMonth(organisation), analytics.firstMonth(organisation))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(first -> LocalDate.ofInstant(first, range.zone()))
                .orElse(range.last());
        return range.beginning(earliest);
    }

    private List<Point> points(String organisation, AnalyticsQueries.Filter filter, List<Instant> bounds) {
        List<Seen> seen = analytics.seen(organisation, filter, bounds);
        List<List<OrderSeries.Sum>> sums =
                orders.sums(organisation, filter.categoryId(), filter.integrationId(), bounds);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            points.add(new Point(
                    bounds.get(i),
                    seen.get(i).customers(),
                    seen.get(i).newCustomers(),
                    sums.get(i).stream().map(Sum::of).toList()));
        }
        return points;
    }

    private static List<Step> funnel(List<Reached> reached) {
        List<Step> steps = new ArrayList<>();
        long first = reached.getFirst().customers();
        long previous = first;
        for (Reached stage : reached) {
            steps.add(new Step(
                    stage.stage(),
                    meaning(stage.stage()),
                    stage.customers(),
                    share(stage.customers(), previous),
                    share(stage.customers(), first)));
            previous = stage.customers();
        }
        return steps;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String meaning(Stage stage) {
        return switch (stage) {
            case VISITED -> "Distinct customers who did anything of the funnel in the range: visited, or got further.";
            case JOURNEY_STARTED -> "Those who began a journey, or got further.";
            case PRODUCT_VIEWED -> "Those who looked at a product, or got further.";
            case ORDER_PLACED -> "Those with an order that was placed in the range, or got further.";
            case ORDER_SUCCESSFUL -> "Those with an order that became successful in the range.";
        };
    }
}
