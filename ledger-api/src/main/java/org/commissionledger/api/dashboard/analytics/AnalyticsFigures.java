package org.commissionledger.api.dashboard.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.commissionledger.api.dashboard.DateRange;
import org.commissionledger.api.dashboard.analytics.Figures.Point;
import org.commissionledger.api.dashboard.analytics.Figures.Step;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.AnalyticsQueries.Reached;
import org.commissionledger.projection.customers.AnalyticsQueries.Seen;
import org.commissionledger.projection.customers.Stage;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderSeries;
import org.springframework.stereotype.Component;

/** Reads what the page shows, by the queries that the API has. */
@Component
class AnalyticsFigures {

    private static final int MOST_POINTS = 1_000;

    private final AnalyticsQueries analytics;
    private final OrderSeries orders;

    AnalyticsFigures(AnalyticsQueries analytics, OrderSeries orders) {
        this.analytics = analytics;
        this.orders = orders;
    }

    Figures of(String organisation, AnalyticsFilter filter) {
        DateRange range = bounded(organisation, filter.range());
        Instant from = Objects.requireNonNull(range.from());
        Instant to = range.to();
        AnalyticsQueries.Filter customers =
                new AnalyticsQueries.Filter(from, to, filter.categoryId(), filter.integrationId());
        OrderFilter ordered =
                new OrderFilter(null, null, null, null, filter.categoryId(), null, null, filter.integrationId(), null);
        List<Instant> bounds = new ArrayList<>(range.interval().starts(from, to, range.zone(), MOST_POINTS));
        bounds.set(0, from);
        bounds.add(to);
        Point total =
                points(organisation, customers, ordered, List.of(from, to)).getFirst();
        return new Figures(
                range.interval(),
                total,
                points(organisation, customers, ordered, bounds),
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

    private List<Point> points(
            String organisation, AnalyticsQueries.Filter customers, OrderFilter ordered, List<Instant> bounds) {
        List<Seen> seen = analytics.seen(organisation, customers, bounds);
        List<List<OrderSeries.Sum>> sums = orders.sums(organisation, ordered, bounds);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            points.add(new Point(
                    bounds.get(i), seen.get(i).customers(), seen.get(i).newCustomers(), sums.get(i)));
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
