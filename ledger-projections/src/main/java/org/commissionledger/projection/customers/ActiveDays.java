package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.time.Grain;

/** The days of UTC that a batch changes: what was counted of them no longer holds. */
final class ActiveDays {

    private record Day(String organisation, long sinceEpoch) {}

    private ActiveDays() {}

    /** Within the fold's lock, which the upkeep takes too: nothing is made of a day while it changes. */
    static void change(Connection connection, String schema, Collection<Cell> cells) throws SQLException {
        List<Day> days = cells.stream()
                .filter(cell -> cell.grain() == Grain.DAY)
                .map(cell -> new Day(
                        cell.organisation(),
                        Math.floorDiv(
                                cell.bucket().getEpochSecond(),
                                Duration.ofDays(1).toSeconds())))
                .distinct()
                .toList();
        Columns.of(days).text(Day::organisation).bigint(Day::sinceEpoch).execute(connection, """
                with changed as (
                    insert into %1$s.active_day as d (organisation, day, changed_at)
                    select organisation, date '1970-01-01' + day::int, clock_timestamp()
                      from :rows as b(organisation, day)
                    on conflict (organisation, day) do update set changed_at = excluded.changed_at
                    returning organisation, day
                )
                update %1$s.span s set made = false
                  from changed c
                 where s.organisation = c.organisation and s.first_day between c.day - %2$d and c.day
                   and s.last_day >= c.day and s.made""".formatted(
                        schema, Span.MOST_DAYS));
    }
}
