package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.time.Grain;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.buffer.MutableRoaringBitmap;

/** Counts the customers of spans of one organisation, for every category and integration at once. */
final class SpanMaking {

    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    private final Connection connection;
    private final String schema;
    private final String organisation;
    private final Map<Kept, Presences> presences = new HashMap<>();

    /** In which quarter of an hour whoever was there in days that are read one by one was first seen. */
    private final Map<Integer, Integer> firsts = new HashMap<>();

    /** Who was first seen in days that are not read one by one. */
    private final MutableRoaringBitmap firstWithin = new MutableRoaringBitmap();

    /** What a filter by category and integration keeps; {@link Cell#ANY} for no filter. */
    private record Kept(String category, String integration) {}

    /** @param first of its counts, which go on for a day */
    private record Row(Kept kept, Span span, SpanCounts counts, int first) {}

    SpanMaking(Connection connection, String schema, String organisation) {
        this.connection = connection;
        this.schema = schema;
        this.organisation = organisation;
    }

    /** @param spans in the order of their days: all that there is between the first and the last of them is read once */
    void makeShort(List<Span> spans) throws SQLException {
        LocalDate start = spans.getFirst().firstDay();
        LocalDate last = spans.getLast().firstDay();
        readDays(start, start, last.plusDays(2));
        int starts = Span.DAY * (int) (last.toEpochDay() - start.toEpochDay() + 1);
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Kept, Presences> each : presences.entrySet()) {
            Map<Integer, SpanCounts> counted = new HashMap<>();
            for (Span span : spans) {
                SpanCounts counts = counted.computeIfAbsent(
                        span.quarters(), length -> each.getValue().counts(starts, length, this::first));
                int first = Span.DAY * (int) (span.firstDay().toEpochDay() - start.toEpochDay());
                rows.add(new Row(each.getKey(), span, counts, first));
            }
        }
        write(spans, rows);
    }

    /** The first and the last day are read one by one; who was there on a day between them is in all of the span's stretches. */
    void makeLong(Span span) throws SQLException {
        byKeys();
        LocalDate start = span.firstDay();
        readDays(start, start, start.plusDays(1));
        readSets(start.plusDays(1), span.lastDay());
        readDays(start, span.lastDay(), span.lastDay().plusDays(1));
        List<Row> rows = new ArrayList<>();
        presences.forEach((kept, there) ->
                rows.add(new Row(kept, span, there.counts(Span.DAY, span.quarters(), this::first), 0)));
        write(List.of(span), rows);
    }

    /** Two days are little beside all customers, who are looked up one by one then. */
    private void byKeys() throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select set_config('enable_seqscan', 'off', true)")) {
            set.execute();
        }
    }

    private int first(int number) {
        Integer first = firsts.get(number);
        if (first != null) {
            return first;
        }
        return firstWithin.contains(number) ? Span.DAY : Presences.BEFORE;
    }

    // Grain: one event of somebody who was there. Range: [from, to). Index: entry_at, customer_pk.
    private void readDays(LocalDate start, LocalDate from, LocalDate to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select e.at, e.category_id, e.integration_id, coalesce(k.number, c.number),
                       case when k.number is null then c.first_seen else k.first_seen end
                  from %1$s.entry e
                  join %1$s.customer c on c.organisation = e.organisation and c.customer_id = e.customer_id
                  left join %1$s.customer k on k.organisation = c.organisation and k.customer_id = c.merged_into
                 where e.organisation = ? and e.at >= ? and e.at < ? and (e.seen or e.stage > 0) and e.seen""".formatted(schema))) {
            statement.setFetchSize(10_000);
            statement.setString(1, organisation);
            statement.setObject(2, from.atStartOfDay().atOffset(ZoneOffset.UTC));
            statement.setObject(3, to.atStartOfDay().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int number = rows.getInt(4);
                    firsts.put(number, quarter(start, time(rows, 5)));
                    add(rows.getString(2), rows.getString(3), number, quarter(start, time(rows, 1)));
                }
            }
        }
    }

    private static Instant time(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Counted from the start of a day; before it: {@link Presences#BEFORE}. */
    private static int quarter(LocalDate start, Instant at) {
        long seconds = at.getEpochSecond() - start.toEpochDay() * Span.DAY * QUARTER;
        return seconds < 0 ? Presences.BEFORE : (int) (seconds / QUARTER);
    }

    private void add(@Nullable String category, @Nullable String integration, int number, int quarter) {
        of(Cell.ANY, Cell.ANY).add(number, quarter);
        if (category != null) {
            of(category, Cell.ANY).add(number, quarter);
        }
        if (integration != null) {
            of(Cell.ANY, integration).add(number, quarter);
        }
        if (category != null && integration != null) {
            of(category, integration).add(number, quarter);
        }
    }

    private Presences of(String category, String integration) {
        return presences.computeIfAbsent(new Kept(category, integration), k -> new Presences());
    }

    // Grain: day x category and integration x what. Range: [from, to). Index: reach_pk.
    private void readSets(LocalDate from, LocalDate to) throws SQLException {
        Map<Kept, Union> unions = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select category_id, integration_id, what, base, tail"
                        + " from " + schema
                        + ".reach where organisation = ? and grain = ? and bucket >= ? and bucket < ?"
                        + " and (what between 0 and ? or what = ?)")) {
            statement.setFetchSize(1_000);
            statement.setString(1, organisation);
            statement.setString(2, Grain.DAY.name());
            statement.setObject(3, from.atStartOfDay().atOffset(ZoneOffset.UTC));
            statement.setObject(4, to.atStartOfDay().atOffset(ZoneOffset.UTC));
            statement.setInt(5, Stage.values().length);
            statement.setInt(6, Cell.FIRST_SEEN);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getInt(3) == Cell.FIRST_SEEN) {
                        firstWithin.or(CustomerSet.read(rows.getBytes(4), rows.getBytes(5)));
                    } else {
                        unions.computeIfAbsent(new Kept(rows.getString(1), rows.getString(2)), k -> new Union())
                                .add(rows.getBytes(4), rows.getBytes(5));
                    }
                }
            }
        }
        unions.forEach((kept, union) -> {
            Presences there = of(kept.category(), kept.integration());
            union.set().forEach((int number) -> there.add(number, Span.DAY));
        });
    }

    /** Who was there once stays there, so that no cell goes away: rows are only written over. */
    private void write(List<Span> spans, List<Row> rows) throws SQLException {
        Columns.of(rows)
                .text(r -> organisation)
                .text(r -> r.kept().category())
                .text(r -> r.kept().integration())
                .bigint(r -> r.span().firstDay().toEpochDay())
                .bigint(r -> r.span().quarters())
                .bytes(r -> SpanCounts.bytes(r.counts().customers(), r.first(), r.first() + Span.DAY))
                .bytes(r -> SpanCounts.bytes(r.counts().fresh(), r.first(), r.first() + Span.DAY))
                .execute(connection, """
                        insert into %1$s.span_count
                               (organisation, category_id, integration_id, first_day, quarters, customers, fresh)
                        select organisation, category_id, integration_id, date '1970-01-01' + first_day::int,
                               quarters::int, customers, fresh
                          from :rows as b(organisation, category_id, integration_id, first_day, quarters, customers,
                                 fresh)
                        on conflict (organisation, category_id, integration_id, first_day, quarters) do update
                           set customers = excluded.customers, fresh = excluded.fresh""".formatted(schema));
        Columns.of(spans)
                .text(s -> organisation)
                .bigint(s -> s.firstDay().toEpochDay())
                .bigint(Span::quarters)
                .execute(connection, """
                update %1$s.span s set made = true from :rows as b(organisation, first_day, quarters)
                 where s.organisation = b.organisation and s.first_day = date '1970-01-01' + b.first_day::int
                   and s.quarters = b.quarters""".formatted(schema));
    }
}
