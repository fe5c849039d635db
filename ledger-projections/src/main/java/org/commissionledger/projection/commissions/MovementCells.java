package org.commissionledger.projection.commissions;

import java.util.List;
import org.commissionledger.projection.past.BlockSums;
import org.commissionledger.projection.time.Grain;

/** How movements are summed up block by block. */
final class MovementCells {

    /** The buckets of each of the two times that sums are kept in. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY);

    /**
     * What a movement {@code m} took from one standing and gave to another: two rows, or one for an order that was placed. Summed over
     * any movements they are the totals of what those movements made.
     */
    static final String SIDES = """
            (values (m.status, m.commission_status, 1, m.pending, m.paid, m.declined, m.reversed),
                    (m.status_before, m.commission_status_before, -1, -m.pending_before, -m.paid_before,
                     -m.declined_before, -m.reversed_before))
                s(status, commission_status, orders, pending, paid, declined, reversed)""";

    private static final String SUMMED = """
            sum(%1$s.orders)::bigint as orders, sum(%1$s.pending) as pending, sum(%1$s.paid) as paid,
            sum(%1$s.declined) as declined, sum(%1$s.reversed) as reversed""";

    private static final String NOT_NOTHING = """
            having sum(%1$s.orders) <> 0 or sum(%1$s.pending) <> 0 or sum(%1$s.paid) <> 0 or sum(%1$s.declined) <> 0
                or sum(%1$s.reversed) <> 0""";

    private static final String DAY_OF = "select " + BlockSums.NUMBER + """
             as number, m.organisation, date_trunc('day', m.effective_at at time zone 'UTC') as effective,
                   date_trunc('day', m.placed_at at time zone 'UTC') as placed, m.facet_id,
            """;

    /**
     * By days first, which are few, and only then by months: a movement is looked at twice, for what it gave and for what it took, and not
     * once for each of the four pairs of buckets.
     */
    // Grain: block of level 1 x organisation x buckets x facet x status x commission status. Unit: minor. Index:
    // movement_pk.
    private static final String FIRST =
            """
            with day as materialized (
                select number, organisation, effective, placed, facet_id, status, commission_status, sum(orders) as orders,
                       sum(pending) as pending, sum(paid) as paid, sum(declined) as declined, sum(reversed) as reversed
                  from (""" + DAY_OF + """
                        m.status, m.commission_status, 1::bigint as orders, m.pending, m.paid, m.declined, m.reversed
                          from %1$s.movement m where %2$s
                        union all
                        """ + DAY_OF + """
                        m.status_before, m.commission_status_before, -1, -m.pending_before, -m.paid_before, -m.declined_before,
                               -m.reversed_before
                          from %1$s.movement m where %2$s and m.status_before is not null) side
                 group by 1, 2, 3, 4, 5, 6, 7)
            select 1::smallint as level, s.number, s.organisation, g.placed as placed_grain, g.effective as effective_grain,
                   date_trunc(g.effective, s.effective) at time zone 'UTC' as effective,
                   date_trunc(g.placed, s.placed) at time zone 'UTC' as placed, s.facet_id, s.status, s.commission_status,
            """ + SUMMED.formatted("s") + """
              from day s
             cross join (values ('MONTH', 'MONTH'), ('MONTH', 'DAY'), ('DAY', 'MONTH'), ('DAY', 'DAY')) g(placed, effective)
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
            """ + NOT_NOTHING.formatted("s");

    // Grain: the same for a block of the next level. Index: movement_cell_block.
    private static final String FURTHER = "select (c.level + 1)::smallint as level, " + BlockSums.PARENT + " " + """
             as number, c.organisation, c.placed_grain, c.effective_grain, c.effective, c.placed, c.facet_id, c.status,
             c.commission_status,
            """
            + SUMMED.formatted("c") + " " + """
              from %1$s.movement_cell c where %2$s
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
            """ + NOT_NOTHING.formatted("c");

    static final BlockSums SUMS = new BlockSums("movement_cell", FIRST, FURTHER, "m.organisation = %2$s");

    private MovementCells() {}
}
