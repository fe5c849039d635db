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
                select\s""" + BlockSums.NUMBER + " as number, " + """
                       m.account_id, date_trunc('day', m.effective_at at time zone 'UTC') as day, sum(m.amount) as amount,
                       array_agg(m.effective_at order by m.effective_at, m.position) as happened_at,
                       array_agg(m.amount order by m.effective_at, m.position) as amounts
                  from (select b.account_id, unnest(b.positions) as position, unnest(b.amounts) as amount,
                               unnest(coalesce(b.booked_at, b.effective_at)) as effective_at
                          from %1$s.posting_block b
                         where b.last_position >= %3$d and b.last_position < %4$d +\s""" + JournalProjection.RUN + """
                           and b.first_position < %4$d) m
                 where %2$s
                 group by 1, 2, 3)
            select 1::smallint as level, d.number, a.organisation, 'DAY' as effective_grain,
                   d.day at time zone 'UTC' as effective, d.account_id, d.amount, d.happened_at, d.amounts
              from day d join %1$s.account_balance a on a.account_id = d.account_id
             union all
            select 1::smallint, d.number, a.organisation, 'MONTH', date_trunc('month', d.day) at time zone 'UTC',
                   d.account_id, sum(d.amount), null::timestamptz[], null::bigint[]
              from day d join %1$s.account_balance a on a.account_id = d.account_id
             group by 1, 2, 3, 4, 5, 6 having sum(d.amount) <> 0""";

    // Grain: the same for a block of the next level. Index: balance_cell_block.
    private static final String FURTHER = "select (c.level + 1)::smallint as level, " + BlockSums.PARENT + " " + """
             as number, c.organisation, c.effective_grain, c.effective, c.account_id, sum(c.amount) as amount,
                   null::timestamptz[] as happened_at, null::bigint[] as amounts
              from %1$s.balance_cell c where %2$s
             group by 1, 2, 3, 4, 5, 6 having sum(c.amount) <> 0""";

    // An array, which the planner compares each row with: a subquery it would join only when all lines are there.
    private static final String OF_ORGANISATION =
            "m.account_id = any (array(select account_id from %1$s.account_balance where organisation = %2$s))";

    static final BlockSums SUMS = new BlockSums("balance_cell", FIRST, FURTHER, OF_ORGANISATION);

    private BalanceCells() {}
}
