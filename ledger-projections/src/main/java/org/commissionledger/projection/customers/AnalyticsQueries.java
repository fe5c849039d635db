package org.commissionledger.projection.customers;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts customers: how far they got, and how many there were. Merged ones count as one. */
public final class AnalyticsQueries {

    /** Before and after every event that can be. */
    private static final Instant BEGINNING =
            LocalDate.of(1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private static final Instant END =
            LocalDate.of(9999, 12, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private final JdbcClient sql;

    public AnalyticsQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** What is null does not filter; [from, to). */
    public record Filter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String categoryId,
            @Nullable String integrationId) {}

    /** How many distinct customers got that far or further. */
    public record Reached(Stage stage, long customers) {}

    /** @param newCustomers those of the customers who were never seen before the interval */
    public record Seen(long customers, long newCustomers) {}

    // Grain: one customer. Range: [from, to) made up of months and days of UTC, and at each end less than a day of
    // single
    // events. Index: reach_pk, entry_at.
    public List<Reached> funnel(String organisation, Filter filter) {
        List<Object> values = new ArrayList<>();
        String parts = parts(organisation, filter, values);
        long[] furthest = new long[Stage.values().length + 1];
        sql.sql("select stage, count(*) from (select max(stage) as stage from (" + parts
                        + ") parts where stage > 0 group by customer_id) customers group by stage")
                .params(values)
                .query(r -> {
                    furthest[r.getInt(1)] = r.getLong(2);
                });
        List<Reached> reached = new ArrayList<>();
        long further = 0;
        for (Stage stage : List.of(Stage.values()).reversed()) {
            further += furthest[stage.number()];
            reached.addFirst(new Reached(stage, further));
        }
        return reached;
    }

    private static String parts(String organisation, Filter filter, List<Object> values) {
        Instant from = filter.from() == null ? BEGINNING : filter.from();
        Instant to = filter.to() == null ? END : filter.to();
        Instant firstDay = ceiling(from);
        Instant lastDay = to.truncatedTo(ChronoUnit.DAYS);
        if (!firstDay.isBefore(lastDay)) {
            return entries(organisation, filter, from, to, values);
        }
        Instant firstMonth = nextMonth(firstDay);
        Instant lastMonth = month(lastDay).toInstant();
        List<String> parts = new ArrayList<>();
        parts.add(entries(organisation, filter, from, firstDay, values));
        if (firstMonth.isBefore(lastMonth)) {
            parts.add(reach(organisation, filter, "DAY", firstDay, firstMonth, values));
            parts.add(reach(organisation, filter, "MONTH", firstMonth, lastMonth, values));
            parts.add(reach(organisation, filter, "DAY", lastMonth, lastDay, values));
        } else {
            parts.add(reach(organisation, filter, "DAY", firstDay, lastDay, values));
        }
        parts.add(entries(organisation, filter, lastDay, to, values));
        return String.join(" union all ", parts);
    }

    private static Instant ceiling(Instant at) {
        Instant floor = at.truncatedTo(ChronoUnit.DAYS);
        return floor.equals(at) ? at : floor.plus(1, ChronoUnit.DAYS);
    }

    private static OffsetDateTime month(Instant day) {
        return day.atOffset(ZoneOffset.UTC).withDayOfMonth(1);
    }

    private static Instant nextMonth(Instant day) {
        Instant month = month(day).toInstant();
        return month.equals(day) ? day : month(day).plusMonths(1).toInstant();
    }

    private static String reach(
            String organisation, Filter filter, String grain, Instant from, Instant to, List<Object> values) {
        StringBuilder part =
                new StringBuilder("select customer_id, stage, seen, bucket as at from ledger_customers.reach"
                        + " where organisation = ? and grain = ? and bucket >= ? and bucket < ?");
        values.addAll(List.of(organisation, grain, CustomerQueries.timestamp(from), CustomerQueries.timestamp(to)));
        Dimensions.append(filter.categoryId(), filter.integrationId(), part, values);
        return part.toString();
    }

    private static String entries(String organisation, Filter filter, Instant from, Instant to, List<Object> values) {
        StringBuilder part = new StringBuilder("""
                select coalesce(c.merged_into, e.customer_id) as customer_id, e.stage, e.seen, e.at
                  from ledger_customers.entry e left join ledger_customers.customer c
                    on c.organisation = e.organisation and c.customer_id = e.customer_id
                 where e.organisation = ? and e.at >= ? and e.at < ? and (e.seen or e.stage > 0)""");
        values.addAll(List.of(organisation, CustomerQueries.timestamp(from), CustomerQueries.timestamp(to)));
        Dimensions.append(filter.categoryId(), filter.integrationId(), part, values);
        return part.toString();
    }

    /**
     * How many customers were there in each of the intervals.
     *
     * @param bounds the starts of the intervals in order, and the end of the last one; a customer without an event that the filter
     *     keeps was not there. Its from and to are not read.
     */
    // Grain: interval x customer. Range: [first bound, last bound), days of UTC when all bounds are such, otherwise
    // single
    // events. Index: reach_pk, entry_at, customer_pk.
    public List<Seen> seen(String organisation, Filter filter, List<Instant> bounds) {
        boolean days = bounds.stream().allMatch(b -> b.equals(b.truncatedTo(ChronoUnit.DAYS)));
        Instant from = bounds.getFirst();
        Instant to = bounds.getLast();
        List<Object> values = new ArrayList<>();
        String starts = array(bounds);
        values.add(starts);
        values.add(starts);
        String parts = days
                ? reach(organisation, filter, "DAY", from, to, values)
                : entries(organisation, filter, from, to, values);
        values.add(organisation);
        Seen[] seen = new Seen[bounds.size() - 1];
        Arrays.fill(seen, new Seen(0, 0));
        sql.sql("select i, count(*), count(*) filter (where c.first_seen >= (?::timestamptz[])[i]) from ("
                        + "select distinct width_bucket(at, ?::timestamptz[]) as i, customer_id from (" + parts
                        + ") parts where seen) there join ledger_customers.customer c"
                        + " on c.organisation = ? and c.customer_id = there.customer_id group by i")
                .params(values)
                .query(r -> {
                    seen[r.getInt(1) - 1] = new Seen(r.getLong(2), r.getLong(3));
                });
        return List.of(seen);
    }

    /** An array of times as PostgreSQL reads it. */
    static String array(List<Instant> times) {
        return times.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
