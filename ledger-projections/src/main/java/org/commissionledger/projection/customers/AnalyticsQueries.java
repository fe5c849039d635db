package org.commissionledger.projection.customers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.commissionledger.projection.time.Cut;
import org.commissionledger.projection.time.Grain;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.buffer.MutableRoaringBitmap;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts customers: how far they got, and how many there were. Merged ones count as one. What is counted are unions of the sets of
 * customers that the fold keeps for months, days and hours; single events are read only at ends that are no full hours. Intervals that
 * are over have been counted before: see {@link SpanUpkeep}.
 */
public final class AnalyticsQueries {

    /** Before and after every event that can be. */
    private static final Instant BEGINNING =
            LocalDate.of(1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private static final Instant END =
            LocalDate.of(9999, 12, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    /** Intervals that are counted at a time: their sets are in memory together. */
    private static final int TOGETHER = 128;

    private final JdbcClient sql;
    private final SpanQueries spans;

    public AnalyticsQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.spans = new SpanQueries(sql);
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

    public List<Reached> funnel(String organisation, Filter filter) {
        Instant from = filter.from() == null ? BEGINNING : filter.from();
        Instant to = filter.to() == null ? END : filter.to();
        Cut cut = Cut.of(List.of(from, from.isBefore(to) ? to : from), Cell.GRAINS);
        Union[] stages = unions(Stage.values().length + 1);
        sets(
                organisation,
                filter,
                grain -> Cell.IN_FUNNEL,
                cut,
                row -> add(row, stages[Cell.stage(row.getInt("what"))]));
        if (!cut.isAllBuckets()) {
            steps(organisation, filter, cut, row -> stages[row.getInt("stage")].add(row.getInt("number")));
        }
        List<Reached> reached = new ArrayList<>();
        MutableRoaringBitmap further = new MutableRoaringBitmap();
        for (Stage stage : List.of(Stage.values()).reversed()) {
            further.or(stages[stage.number()].set());
            reached.addFirst(new Reached(stage, further.getLongCardinality()));
        }
        return reached;
    }

    /**
     * How many customers were there in each of the intervals.
     *
     * @param bounds the starts of the intervals in order, and the end of the last one; a customer without an event that the filter
     *     keeps was not there. Its from and to are not read.
     */
    public List<Seen> seen(String organisation, Filter filter, List<Instant> bounds) {
        List<Optional<Seen>> known = spans.seen(organisation, category(filter), integration(filter), bounds);
        List<Seen> seen = new ArrayList<>();
        while (seen.size() < known.size()) {
            int next = seen.size();
            int end = next;
            while (end < known.size() && end - next < TOGETHER && known.get(end).isEmpty()) {
                end++;
            }
            if (end == next) {
                seen.add(known.get(next).orElseThrow());
            } else {
                seen.addAll(together(organisation, filter, bounds.subList(next, end + 1)));
            }
        }
        return seen;
    }

    private List<Seen> together(String organisation, Filter filter, List<Instant> bounds) {
        Cut cut = Cut.of(bounds, Cell.GRAINS);
        Union[] there = unions(bounds.size() - 1);
        Union[] first = unions(bounds.size() - 1);
        sets(organisation, filter, Cell::there, cut, row -> add(row, there[row.getInt("i")]));
        Filter nothing = new Filter(null, null, null, null);
        sets(organisation, nothing, grain -> List.of(Cell.FIRST_SEEN), cut, row -> add(row, first[row.getInt("i")]));
        if (!cut.isAllBuckets()) {
            entries(organisation, filter, cut, row -> {
                if (row.getBoolean("seen") && row.getBoolean("kept")) {
                    there[row.getInt("i")].add(row.getInt("number"));
                }
                if (row.getBoolean("fresh")) {
                    first[row.getInt("i")].add(row.getInt("number"));
                }
            });
        }
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < there.length; i++) {
            MutableRoaringBitmap customers = there[i].set();
            seen.add(new Seen(
                    customers.getLongCardinality(), MutableRoaringBitmap.andCardinality(customers, first[i].set())));
        }
        return seen;
    }

    private static String category(Filter filter) {
        return filter.categoryId() == null ? Cell.ANY : filter.categoryId();
    }

    private static String integration(Filter filter) {
        return filter.integrationId() == null ? Cell.ANY : filter.integrationId();
    }

    private static Union[] unions(int count) {
        return Stream.generate(Union::new).limit(count).toArray(Union[]::new);
    }

    private static void add(ResultSet row, Union to) throws SQLException {
        to.add(row.getBytes("base"), row.getBytes("tail"));
    }

    // Grain: interval x bucket x what. Index: reach_pk, once for each row of p. "offset 0" keeps the planner from
    // reading the whole table once instead: it knows nothing of the ranges.
    private void sets(
            String organisation,
            Filter filter,
            Function<Grain, List<Integer>> what,
            Cut cut,
            RowCallbackHandler reading) {
        List<Object> values = new ArrayList<>(cut.buckets());
        values.add(organisation);
        values.add(category(filter));
        values.add(integration(filter));
        values.add(Grain.HOUR.name());
        values.add(array(what.apply(Grain.HOUR)));
        values.add(array(what.apply(Grain.DAY)));
        sql.sql("""
                        select p.i, r.what, r.base, r.tail
                          from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[]) as p(i, grain, start, stop)
                         cross join lateral (select * from ledger_customers.reach r
                                              where r.organisation = ? and r.grain = p.grain and r.category_id = ?
                                                and r.integration_id = ? and r.bucket >= p.start and r.bucket < p.stop
                                                and r.what = any(case p.grain when ? then ?::smallint[] else ?::smallint[] end)
                                             offset 0) r""").params(values).query(reading);
    }

    /** As PostgreSQL reads it. */
    private static String array(List<Integer> what) {
        return what.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    // Grain: one event that the filter keeps. Index: entry_at, merged_number_pk.
    private void steps(String organisation, Filter filter, Cut cut, RowCallbackHandler reading) {
        List<Object> values = new ArrayList<>(cut.rest());
        values.add(organisation);
        values.add(filter.categoryId());
        values.add(filter.categoryId());
        values.add(filter.integrationId());
        values.add(filter.integrationId());
        sql.sql("""
                        select e.stage, coalesce(m.known, e.number) as number
                          from unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                            as p(i, start, stop, begin)
                         cross join lateral (select * from ledger_customers.entry e
                                              where e.organisation = ? and e.at >= p.start and e.at < p.stop
                                                and (e.seen or e.stage > 0) and e.stage > 0
                                                and (?::text is null or e.category_id = ?)
                                                and (?::text is null or e.integration_id = ?)
                                             offset 0) e
                          left join lateral (select m.known
                                               from ledger_customers.merged_number m
                                              where m.organisation = e.organisation and m.number = e.number
                                             offset 0) m on true""").params(values).query(reading);
    }

    /** {@code kept} is whether the filter keeps it, {@code fresh} whether the customer was never seen before the interval. */
    // Grain: one event. Index: entry_at, customer_pk.
    private void entries(String organisation, Filter filter, Cut cut, RowCallbackHandler reading) {
        List<Object> values = new ArrayList<>();
        values.add(filter.categoryId());
        values.add(filter.categoryId());
        values.add(filter.integrationId());
        values.add(filter.integrationId());
        values.addAll(cut.rest());
        values.add(organisation);
        sql.sql("""
                        select p.i, e.stage, e.seen, c.number, c.first_seen >= p.begin as fresh,
                               (?::text is null or e.category_id = ?) and (?::text is null or e.integration_id = ?) as kept
                          from unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                            as p(i, start, stop, begin)
                         cross join lateral (select * from ledger_customers.entry e
                                              where e.organisation = ? and e.at >= p.start and e.at < p.stop
                                                and (e.seen or e.stage > 0)
                                             offset 0) e
                         cross join lateral (select coalesce(merged_into, customer_id) as customer_id
                                               from ledger_customers.customer
                                              where organisation = e.organisation and customer_id = e.customer_id
                                             offset 0) id
                         cross join lateral (select number, first_seen from ledger_customers.customer
                                              where organisation = e.organisation and customer_id = id.customer_id
                                             offset 0) c""").params(values).query(reading);
    }

    /** The start of the month in which anybody was seen first; nothing where nobody was. */
    // Grain: one row. Index: reach_pk.
    public Optional<Instant> firstMonth(String organisation) {
        return sql.sql("select bucket from ledger_customers.reach where organisation = ? and grain = 'MONTH'"
                        + " and category_id = ? and integration_id = ? order by bucket limit 1")
                .params(organisation, Cell.ANY, Cell.ANY)
                .query((r, n) -> r.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }
}
