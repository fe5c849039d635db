package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
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

    private static final Kept ALL = new Kept(Cell.ANY, Cell.ANY);

    private final Connection connection;
    private final String schema;
    private final String organisation;
    private final Map<Kept, Presences> presences = new HashMap<>();

    /** Who was first seen in the days that are counted. */
    private final MutableRoaringBitmap fresh = new MutableRoaringBitmap();

    /** In which quarter of an hour each of them was. */
    private final Map<Integer, Integer> firsts = new HashMap<>();

    /** What a filter by category and integration keeps; {@link Cell#ANY} for no filter. */
    private record Kept(String category, String integration) {}

    /**
     * What was counted of a span for one category and integration.
     *
     * @param first of its counts, which go on for a day
     */
    private record Counted(Kept kept, Span span, SpanCounts counts, int first) {
        Row row() {
            return new Row(
                    kept.category(),
                    kept.integration(),
                    span,
                    SpanCounts.bytes(counts.customers(), first, first + Span.DAY),
                    SpanCounts.bytes(counts.fresh(), first, first + Span.DAY));
        }
    }

    /** A row of {@code span_count}. */
    record Row(String category, String integration, Span span, byte[] customers, byte[] fresh) {}

    SpanMaking(Connection connection, String schema, String organisation) {
        this.connection = connection;
        this.schema = schema;
        this.organisation = organisation;
    }

    /** Writes what {@link #count} finds. */
    void make(List<Span> spans) throws SQLException {
        write(spans, count(spans));
    }

    /** @param spans all of them short, or all of them long: see {@link #countShort} and {@link #countLong} */
    List<Row> count(List<Span> spans) throws SQLException {
        return spans.getFirst().isShort() ? countShort(spans) : countLong(spans);
    }

    /** @param spans in the order of their days: all that there is between the first and the last of them is read once */
    private List<Row> countShort(List<Span> spans) throws SQLException {
        LocalDate start = spans.getFirst().firstDay();
        LocalDate last = spans.getLast().firstDay();
        readFresh(start, last.plusDays(2));
        readDays(start, start, last.plusDays(2));
        return counted(start, Span.DAY * (int) (last.toEpochDay() - start.toEpochDay() + 1), spans);
    }

    /**
     * The first day, and those that stretches end in, are read event by event; who was there on a day between them is in all of the spans'
     * stretches.
     *
     * @param spans that begin on one day, and end on nearly the same
     */
    private List<Row> countLong(List<Span> spans) throws SQLException {
        LocalDate start = spans.getFirst().firstDay();
        LocalDate firstEnd = Collections.min(spans.stream().map(Span::firstEnd).toList());
        LocalDate last = Collections.max(spans.stream().map(Span::lastDay).toList());
        readFresh(start, last.plusDays(1));
        readDays(start, start, start.plusDays(1));
        readSets(start.plusDays(1), firstEnd);
        readDays(start, firstEnd, last.plusDays(1));
        return counted(start, Span.DAY, spans);
    }

    // Grain: day. Range: [from, to). Index: reach_pk.
    private void readFresh(LocalDate from, LocalDate to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select base, tail from " + schema
                + ".reach where organisation = ? and grain = ? and category_id = ? and integration_id = ?"
                + " and bucket >= ? and bucket < ? and what = ?")) {
            statement.setString(1, organisation);
            statement.setString(2, Grain.DAY.name());
            statement.setString(3, Cell.ANY);
            statement.setString(4, Cell.ANY);
            statement.setObject(5, midnight(from));
            statement.setObject(6, midnight(to));
            statement.setInt(7, Cell.FIRST_SEEN);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    fresh.or(CustomerSet.read(rows.getBytes(1), rows.getBytes(2)));
                }
            }
        }
    }

    private static OffsetDateTime midnight(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    // Grain: one event of somebody who was there. Range: [from, to). Index: entry_at, whose condition is named for it,
    // and
    // merged_number_pk.
    private void readDays(LocalDate start, LocalDate from, LocalDate to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select (floor(extract(epoch from e.at))::bigint - ?) / ?, e.category_id, e.integration_id,
                       coalesce(m.known, e.number)
                  from %1$s.entry e
                  left join %1$s.merged_number m on m.organisation = e.organisation and m.number = e.number
                 where e.organisation = ? and e.at >= ? and e.at < ? and (e.seen or e.stage > 0) and e.seen""".formatted(schema))) {
            statement.setFetchSize(10_000);
            statement.setLong(1, start.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
            statement.setLong(2, QUARTER);
            statement.setString(3, organisation);
            statement.setObject(4, midnight(from));
            statement.setObject(5, midnight(to));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows.getString(2), rows.getString(3), rows.getInt(4), rows.getInt(1));
                }
            }
        }
    }

    private void add(@Nullable String category, @Nullable String integration, int number, int quarter) {
        add(ALL, number, quarter);
        if (category != null) {
            add(new Kept(category, Cell.ANY), number, quarter);
        }
        if (integration != null) {
            add(new Kept(Cell.ANY, integration), number, quarter);
        }
        if (category != null && integration != null) {
            add(new Kept(category, integration), number, quarter);
        }
    }

    /** Whoever was first seen in these days was so when they were there first, for whatever category and integration. */
    private void add(Kept kept, int number, int quarter) {
        presences.computeIfAbsent(kept, k -> new Presences()).add(number, quarter);
        if (kept.equals(ALL) && fresh.contains(number)) {
            firsts.merge(number, quarter, Math::min);
        }
    }

    // Grain: day x category and integration x what. Range: [from, to). Index: reach_pk.
    private void readSets(LocalDate from, LocalDate to) throws SQLException {
        Map<Kept, Union> unions = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("select category_id, integration_id, base, tail"
                + " from " + schema
                + ".reach where organisation = ? and grain = ? and bucket >= ? and bucket < ?"
                + " and what between 0 and ?")) {
            statement.setFetchSize(1_000);
            statement.setString(1, organisation);
            statement.setString(2, Grain.DAY.name());
            statement.setObject(3, midnight(from));
            statement.setObject(4, midnight(to));
            statement.setInt(5, Stage.values().length);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    unions.computeIfAbsent(new Kept(rows.getString(1), rows.getString(2)), k -> new Union())
                            .add(rows.getBytes(3), rows.getBytes(4));
                }
            }
        }
        unions.forEach((kept, union) -> union.set().forEach((int number) -> add(kept, number, Span.DAY)));
    }

    private List<Row> counted(LocalDate start, int starts, List<Span> spans) {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Kept, Presences> each : presences.entrySet()) {
            Map<Integer, SpanCounts> counted = new HashMap<>();
            for (Span span : spans) {
                SpanCounts counts = counted.computeIfAbsent(
                        span.quarters(),
                        length -> each.getValue()
                                .counts(starts, length, number -> firsts.getOrDefault(number, Presences.BEFORE)));
                int first = Span.DAY * (int) (span.firstDay().toEpochDay() - start.toEpochDay());
                rows.add(new Counted(each.getKey(), span, counts, first).row());
            }
        }
        return rows;
    }

    /** Who was there once stays there, so that no cell goes away: rows are only written over. */
    private void write(List<Span> spans, List<Row> rows) throws SQLException {
        Columns.of(rows)
                .text(r -> organisation)
                .text(Row::category)
                .text(Row::integration)
                .bigint(r -> r.span().firstDay().toEpochDay())
                .bigint(r -> r.span().quarters())
                .bytes(Row::customers)
                .bytes(Row::fresh)
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
