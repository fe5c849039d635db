package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.projection.orders.OrderRow;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.OverdueQueries;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commissions that have been pending for long. */
@RestController
class OverdueController {

    private static final int DEFAULT_DAYS = 60;
    private static final int MOST_DAYS = 36_500;

    private final OverdueQueries queries;
    private final Clock clock;

    OverdueController(OverdueQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /** @param days since the order was placed, whole ones */
    record OverdueView(OrderView order, long days) {}

    @GetMapping("/v1/commissions/overdue")
    @ReadsProjection(OrdersProjection.NAME)
    Page<OverdueView> overdue(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        long days = query.whole("days", DEFAULT_DAYS, 0, MOST_DAYS, "request.invalid-value");
        String asked = query.id("providerId");
        String category = query.id("categoryId");
        Paging paging = Paging.last(query, "overdue commissions", 2);
        Instant now = clock.instant();
        // To a provider, another provider's orders do not exist.
        String own = caller.providerId() == null ? null : caller.providerId().value();
        if (own != null && asked != null && !own.equals(asked)) {
            return paging.page(List.<OrderRow>of(), row -> view(row, now), OverdueController::named);
        }
        List<OrderRow> rows = queries.list(
                caller.organisation().value(),
                new OverdueQueries.Filter(own == null ? asked : own, category),
                now.minus(Duration.ofDays(days)),
                paging.place()
                        .map(p -> new OverdueQueries.Place(Instant.parse(p.get(0)), p.get(1)))
                        .orElse(null),
                paging.oneMore());
        return paging.page(rows, row -> view(row, now), OverdueController::named);
    }

    private static OverdueView view(OrderRow row, Instant now) {
        return new OverdueView(
                OrderView.of(row), Duration.between(row.placedAt(), now).toDays());
    }

    private static List<String> named(OrderRow row) {
        return List.of(row.placedAt().toString(), row.orderId());
    }
}
