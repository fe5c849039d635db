package org.commissionledger.projection.journal;

import java.util.List;
import org.commissionledger.projection.past.BlockSums;
import org.commissionledger.projection.time.Grain;

/** How postings are summed up block by block. */
final class BalanceCells {

    /** The buckets of business time that sums are kept in. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY);

    // Grain: block of level 1 x account x bucket. Unit: minor. Index: posting_block_positions.
    private static final String FIRST = """
            with day as materialized (
                select\s""" + BlockSums.NUMBER + """
                 as number, m.account_id, date_trunc('day', m.effective_at at time zone 'UTC') as day, sum(m.amount) as amount
                  from (select b.account_id, unnest(b.positions) as position, unnest(b.amounts) as amount,
                               unnest(coalesce(b.booked_at, b.effective_at)) as effective_at
                          from %1$s.posting_block b
                         where b.last_position >= %3$d and b.first_position < %4$d) m
                 where %2$s
                 group by 1, 2, 3)
            select 1::smallint as level, m.number, a.organisation, g.grain as effective_grain,
                   date_trunc(g.grain, m.day) at time zone 'UTC' as effective, m.account_id, sum(m.amount) as amount
              from day m
              join %1$s.account_balance a on a.account_id = m.account_id
             cross join (values ('MONTH'), ('DAY')) g(grain)
             group by 1, 2, 3, 4, 5, 6 having sum(m.amount) <> 0 or g.grain = 'DAY'""";

    // Grain: the same for a block of the next level. Index: balance_cell_block.
    private static final String FURTHER = "select (c.level + 1)::smallint as level, " + BlockSums.PARENT + " " + """
             as number, c.organisation, c.effective_grain, c.effective, c.account_id, sum(c.amount) as amount
              from %1$s.balance_cell c where %2$s
             group by 1, 2, 3, 4, 5, 6 having sum(c.amount) <> 0""";

    static final BlockSums SUMS = new BlockSums("balance_cell", FIRST, FURTHER);

    private BalanceCells() {}
}
