package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Upkeep;

/**
 * Counts the customers of spans that are over, so that a series reads numbers in place of sets. What the fold is still busy with is left
 * alone; when something comes later, the fold marks the span, and it is counted again.
 */
final class SpanUpkeep implements Upkeep {

    /** Spans that one step looks at. */
    private static final int AT_ONCE = 64;

    /** Days whose entries one step reads together: a second's work with thirty thousand of them a day. */
    static final int DAYS = 16;

    /** Days that are listed in one step. */
    private static final int NEW_DAYS = 1_000;

    /** A fold that lacks more events than this has work to do, which comes first. */
    private static final int BEHIND = 5_000;

    /** For so long nothing of a day has changed. */
    private final Duration calm;

    /** Organisations with fewer customers are left alone: their sets are small, and there may be many of them. */
    private final int customers;

    SpanUpkeep(Duration calm, int customers) {
        this.calm = calm;
        this.customers = customers;
    }

    private record Day(String organisation, LocalDate day) {}

    /** A span of one organisation that is to be counted. */
    private record Missing(String organisation, Span span) {}

    /**
     * Under the fold's lock: nothing of the days comes in meanwhile. A fold that is behind is not held up, and one that is at work not waited
     * for.
     */
    @Override
    public boolean step(Connection connection, String schema, long position) throws SQLException {
        if (isBehind(connection, position) || !keepsFoldsAway(connection, schema)) {
            return false;
        }
        if (listDays(connection, schema)) {
            return true;
        }
        List<Missing> missing = missing(connection, schema);
        if (missing.isEmpty()) {
            return false;
        }
        SpanMaking making =
                new SpanMaking(connection, schema, missing.getFirst().organisation());
        making.make(missing.getFirst().span().isShort() ? together(missing) : alike(missing));
        return true;
    }

    /** Those that begin with the first one and end when it does or on the next day. */
    private static List<Span> alike(List<Missing> missing) {
        Missing first = missing.getFirst();
        return missing.stream()
                .filter(m -> m.organisation().equals(first.organisation()))
                .map(Missing::span)
                .filter(s -> s.firstDay().equals(first.span().firstDay())
                        && !s.lastDay().isAfter(first.span().lastDay().plusDays(1)))
                .toList();
    }

    /** Until the end of the transaction. Its statements are too short to be compiled or shared out. */
    private static boolean keepsFoldsAway(Connection connection, String schema) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("""
                select pg_try_advisory_xact_lock(hashtextextended(?, 0)), set_config('jit', 'off', true),
                       set_config('max_parallel_workers_per_gather', '0', true)""")) {
            lock.setString(1, CustomersFold.lock(schema));
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    // Grain: one row. Index: event_position.
    private static boolean isBehind(Connection connection, long position) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select coalesce(max(position), 0) - ? > ? from ledger.event")) {
            statement.setLong(1, position);
            statement.setLong(2, BEHIND);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The short ones that follow the first one closely. */
    private static List<Span> together(List<Missing> missing) {
        Missing first = missing.getFirst();
        return missing.stream()
                .filter(m -> m.organisation().equals(first.organisation()))
                .map(Missing::span)
                .filter(s -> s.isShort()
                        && s.firstDay().isBefore(first.span().firstDay().plusDays(DAYS)))
                .toList();
    }

    /** Lists the spans that days lie in of which anything has happened for the first time. */
    private boolean listDays(Connection connection, String schema) throws SQLException {
        List<Day> days = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                update %1$s.active_day d set listed = true
                  from (select n.organisation, n.day
                          from %1$s.population p
                         cross join lateral (select organisation, day from %1$s.active_day
                                              where organisation = p.organisation and not listed offset 0) n
                         where p.customers >= %2$d limit %3$d) n
                 where d.organisation = n.organisation and d.day = n.day
                returning d.organisation, d.day""".formatted(schema, customers, NEW_DAYS))) {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.add(new Day(rows.getString(1), rows.getObject(2, LocalDate.class)));
                }
            }
        }
        Set<Missing> spans = new LinkedHashSet<>();
        days.forEach(d -> Span.with(d.day()).forEach(span -> spans.add(new Missing(d.organisation(), span))));
        Columns.of(spans)
                .text(Missing::organisation)
                .bigint(m -> m.span().firstDay().toEpochDay())
                .bigint(m -> m.span().quarters())
                .bigint(m -> m.span().lastDay().toEpochDay())
                .execute(connection, """
                        insert into %1$s.span (organisation, first_day, quarters, last_day)
                        select organisation, date '1970-01-01' + first_day::int, quarters::int,
                               date '1970-01-01' + last_day::int
                          from :rows as b(organisation, first_day, quarters, last_day)
                        on conflict do nothing""".formatted(schema));
        return !days.isEmpty();
    }

    // Grain: one span. Index: active_day_pk, span_missing. What reaches into the newest day is not over yet.
    private List<Missing> missing(Connection connection, String schema) throws SQLException {
        List<Missing> missing = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("""
                select s.organisation, s.first_day, s.quarters
                  from %1$s.population p
                 cross join lateral (select day from %1$s.active_day where organisation = p.organisation
                                      order by day desc limit 1) newest
                 cross join lateral (select * from %1$s.span s
                                      where s.organisation = p.organisation and not s.made and s.last_day < newest.day
                                        and not exists (select from %1$s.active_day d
                                                         where d.organisation = s.organisation
                                                           and d.day between s.first_day and s.last_day
                                                           and d.changed_at > clock_timestamp() - interval '%2$d ms')
                                      order by s.last_day, s.first_day limit %3$d) s
                 where p.customers >= %4$d
                 limit %3$d""".formatted(schema, calm.toMillis(), AT_ONCE, customers))) {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(new Missing(
                            rows.getString(1), new Span(rows.getObject(2, LocalDate.class), rows.getInt(3))));
                }
            }
        }
        return missing;
    }

    /** What comes late comes through the fold, which marks the spans itself. */
    @Override
    public void forget(Connection connection, String schema, long position) {}
}
