package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.time.Grain;

/** What one batch changes in the sets of customers. */
final class CellChanges {

    /** In order, and each but once where nothing came between. */
    private static final class Changes {
        final List<Integer> all = new ArrayList<>();
        final Set<Integer> added = new HashSet<>();
    }

    private final Map<Cell, Changes> cells = new LinkedHashMap<>();

    void add(Collection<Cell> to, int number) {
        for (Cell cell : to) {
            Changes changes = cells.computeIfAbsent(cell, c -> new Changes());
            if (changes.added.add(number)) {
                changes.all.add(number);
            }
        }
    }

    void remove(Collection<Cell> from, int number) {
        for (Cell cell : from) {
            Changes changes = cells.computeIfAbsent(cell, c -> new Changes());
            changes.added.remove(number);
            changes.all.add(~number);
        }
    }

    /** A set whose tail has grown long. */
    private record Grown(Cell cell, byte[] base) {}

    void write(Connection connection, String schema) throws SQLException {
        ActiveDays.change(connection, schema, cells.keySet());
        List<Grown> grown = new ArrayList<>();
        keyed(Columns.of(cells.entrySet()), Map.Entry::getKey)
                .bytes(c -> CustomerSet.tail(c.getValue().all))
                .query(
                        connection,
                        """
                        with written as (
                            insert into %1$s.reach as r
                                   (organisation, grain, category_id, integration_id, bucket, what, tail)
                            select organisation, grain, category_id, integration_id, %2$s, what, tail
                              from :rows as b(organisation, grain, category_id, integration_id, bucket, what, tail)
                            on conflict (organisation, grain, category_id, integration_id, bucket, what) do update
                               set tail = r.tail || excluded.tail
                            returning *
                        )
                        select * from written where octet_length(tail) > %3$s""".formatted(schema, Columns.time("bucket"), CustomerSet.LONGEST_TAIL),
                        row -> grown.add(new Grown(
                                cell(row),
                                CustomerSet.base(CustomerSet.read(row.getBytes("base"), row.getBytes("tail"))))));
        keyed(Columns.of(grown), Grown::cell).bytes(Grown::base).execute(connection, """
                update %1$s.reach r set base = b.base, tail = ''
                  from :rows as b(organisation, grain, category_id, integration_id, bucket, what, base)
                 where r.organisation = b.organisation and r.grain = b.grain and r.category_id = b.category_id
                   and r.integration_id = b.integration_id and r.bucket = %2$s and r.what = b.what""".formatted(
                        schema, Columns.time("b.bucket")));
    }

    private static <T> Columns<T> keyed(Columns<T> rows, Function<T, Cell> cell) {
        return rows.text(r -> cell.apply(r).organisation())
                .text(r -> cell.apply(r).grain().name())
                .text(r -> cell.apply(r).category())
                .text(r -> cell.apply(r).integration())
                .time(r -> cell.apply(r).bucket())
                .bigint(r -> cell.apply(r).what());
    }

    static Cell cell(ResultSet row) throws SQLException {
        return new Cell(
                row.getString("organisation"),
                Grain.valueOf(row.getString("grain")),
                row.getString("category_id"),
                row.getString("integration_id"),
                row.getObject("bucket", OffsetDateTime.class).toInstant(),
                row.getInt("what"));
    }
}
