package org.commissionledger.projection.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.journal.JournalQueries.Balance;
import org.commissionledger.projection.past.Block;
import org.commissionledger.projection.past.MadeBlocks;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.past.PastSnapshot;
import org.commissionledger.projection.past.Prefix;
import org.commissionledger.projection.past.Prefix.Span;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.time.TimeCover;

/**
 * Trial balances of any moment: positions are made up of blocks, business time of months and days; lines are gone through one by one
 * for less than 4,096 positions, and for less than a day.
 */
public final class TrialBalances {

    private static final String SCHEMA = "ledger_journal";

    private final PastSnapshot snapshot;

    public TrialBalances(DataSource dataSource) {
        this.snapshot = new PastSnapshot(dataSource);
    }

    /** By account and currency; accounts on which nothing is left are not there. They sum to zero in each currency. */
    public List<Balance> balances(String organisation, Moment moment) {
        return snapshot.read("trial balance", connection -> read(connection, organisation, moment));
    }

    private static List<Balance> read(Connection connection, String organisation, Moment moment) throws SQLException {
        MadeBlocks made = new MadeBlocks(connection, SCHEMA);
        Prefix prefix = made.upTo(moment.position());
        Instant end = moment.effectiveEnd();
        Select select = Select.of("select a.account, a.currency, sum(p.amount) from (");
        newest(select, prefix.rest(), end);
        if (!prefix.blocks().isEmpty()) {
            TimeCover happened = TimeCover.of(Moment.EARLIEST, end, BalanceCells.GRAINS);
            for (TimeCover.Buckets buckets : happened.buckets()) {
                cells(select, made, prefix, organisation, buckets);
            }
            for (TimeCover.Span rest : happened.rest()) {
                ofDay(select, prefix.covered(), organisation, rest);
            }
        }
        select.add(
                ") p join ledger_journal.account_balance a on a.account_id = p.account_id where a.organisation = ?"
                        + " group by a.account, a.currency having sum(p.amount) <> 0 order by a.account, a.currency",
                organisation);
        List<Balance> balances = new ArrayList<>();
        select.each(
                connection,
                row -> balances.add(new Balance(
                        row.getString(1), row.getString(2), row.getBigDecimal(3).toBigIntegerExact())));
        return balances;
    }

    // Grain: one line. Unit: minor. Index: posting_block_positions.
    private static void newest(Select select, List<Span> spans, Instant end) {
        select.add("""
                select b.account_id, line.amount from ledger_journal.posting_block b
                 cross join unnest(b.positions, b.amounts, coalesce(b.booked_at, b.effective_at)) line(position, amount, effective_at)
                 where line.effective_at < ? and (false""", end);
        for (Span span : spans) {
            select.add(
                    " or b.last_position >= ? and b.last_position < ? and b.first_position < ?"
                            + " and line.position >= ? and line.position < ?",
                    span.start(),
                    span.end() + JournalProjection.RUN,
                    span.end(),
                    span.start(),
                    span.end());
        }
        select.add(")");
    }

    // Grain: block x account x bucket. Unit: minor. Index: balance_cell_block.
    private static void cells(
            Select select, MadeBlocks made, Prefix prefix, String organisation, TimeCover.Buckets buckets)
            throws SQLException {
        select.add(" union all select c.account_id, c.amount");
        made.rowsOf(select, SCHEMA + ".balance_cell", "c", prefix.blocks())
                .add(
                        " and c.organisation = ? and c.effective_grain = ? and c.effective >= ? and c.effective < ?",
                        organisation,
                        buckets.grain().name(),
                        buckets.from(),
                        buckets.to())
                .add(MadeBlocks.END_OF_ROWS + "c");
    }

    // Grain: one line. Unit: minor. Range: a part of one day. Index: balance_cell_day.
    private static void ofDay(Select select, List<Span> covered, String organisation, TimeCover.Span rest) {
        select.add(
                " union all select c.account_id, line.amount from ledger_journal.balance_cell c"
                        + " cross join unnest(c.happened_at, c.amounts) line(effective_at, amount)"
                        + " where c.organisation = ? and c.level = 1 and c.effective_grain = 'DAY' and c.effective = ?"
                        + " and line.effective_at >= ? and line.effective_at < ? and (false",
                organisation,
                rest.from(),
                rest.from(),
                rest.to());
        covered.forEach(span -> select.add(
                " or c.number >= ? and c.number < ?",
                Block.of(1, span.start()).number(),
                Block.of(1, span.end()).number()));
        select.add(")");
    }
}
