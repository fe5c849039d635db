package org.commissionledger.projection.customers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commissionledger.projection.customers.AnalyticsQueries.Seen;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how many customers there were in stretches of time that are counted already. */
final class SpanQueries {

    private final JdbcClient sql;

    SpanQueries(JdbcClient sql) {
        this.sql = sql;
    }

    /** Null where nobody of the category and integration was there. */
    private record Counts(byte @Nullable [] customers, byte @Nullable [] fresh) {
        Seen at(int quarter) {
            return customers == null || fresh == null
                    ? new Seen(0, 0)
                    : new Seen(SpanCounts.count(customers, quarter), SpanCounts.count(fresh, quarter));
        }
    }

    /**
     * One for each interval; nothing where it has to be counted.
     *
     * @param bounds the starts of the intervals in order, and the end of the last one
     */
    List<Optional<Seen>> seen(String organisation, String category, String integration, List<Instant> bounds) {
        List<Optional<Span.Stretch>> stretches = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            stretches.add(Span.stretch(bounds.get(i), bounds.get(i + 1)));
        }
        List<Span> spans = stretches.stream()
                .flatMap(Optional::stream)
                .map(Span.Stretch::span)
                .distinct()
                .toList();
        Map<Span, Counts> counts = spans.isEmpty() ? Map.of() : counts(organisation, category, integration, spans);
        return stretches.stream()
                .map(stretch -> stretch.flatMap(
                        s -> Optional.ofNullable(counts.get(s.span())).map(c -> c.at(s.quarter()))))
                .toList();
    }

    // Grain: span. Range: all that begin from the first to the last. Index: span_pk, span_count_pk, which the planner
    // takes
    // with "offset 0" only.
    private Map<Span, Counts> counts(String organisation, String category, String integration, List<Span> spans) {
        String lengths = spans.stream()
                .map(Span::quarters)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
        Stream<LocalDate> days = spans.stream().map(Span::firstDay);
        List<LocalDate> sorted = days.sorted().toList();
        Map<Span, Counts> counts = new HashMap<>();
        sql.sql("""
                        select s.first_day, s.quarters, c.customers, c.fresh
                          from ledger_customers.span s
                          left join lateral (select customers, fresh from ledger_customers.span_count
                                              where organisation = s.organisation and category_id = ?
                                                and integration_id = ? and first_day = s.first_day
                                                and quarters = s.quarters offset 0) c on true
                         where s.organisation = ? and s.quarters = any(?::int[]) and s.first_day between ? and ?
                           and s.made""")
                .params(category, integration, organisation, lengths, sorted.getFirst(), sorted.getLast())
                .query(row -> {
                    Span span = new Span(row.getObject(1, LocalDate.class), row.getInt(2));
                    counts.put(span, new Counts(row.getBytes(3), row.getBytes(4)));
                });
        return counts;
    }
}
