package org.commissionledger.projection.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/** Reads the lines of one account of the journal. */
public final class AccountEntries {

    private static final int MANY = 1 << 20;

    private final DataSource dataSource;

    public AccountEntries(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * One line of an entry.
     *
     * @param stream what it happened to, such as {@code order/536365}
     * @param at when it happened
     * @param bookedAt when it counts: as it happened, or the moment that took it in when its month was closed before
     * @param adjusts the closed month, such as 2011-03, that it happened in; null when that was open
     * @param amount minor units; positive is a debit
     */
    public record Entry(
            long ledgerSequence,
            long position,
            UUID eventId,
            String type,
            String stream,
            Instant at,
            Instant bookedAt,
            @Nullable String adjusts,
            Instant recordedAt,
            String currency,
            long amount) {}

    /** Which account, in one currency or in all. */
    public record Account(
            String organisation, String account, @Nullable String currency) {}

    /**
     * By position, at most {@code limit}. All of them add up to the account's line in the trial balance of the moment.
     *
     * @param after where the page before ended
     */
    public List<Entry> entries(Account account, Moment moment, long after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            List<Entry> entries = new ArrayList<>();
            long from = after;
            int blocks = limit;
            while (entries.size() < limit && from < moment.position()) {
                long through = Math.min(moment.position(), reach(connection, account, from, blocks));
                lines(connection, account, new Moment(through, moment.effectiveAsOf()), from, limit, entries);
                from = through;
                blocks = Math.min(blocks * 4, MANY);
            }
            return entries;
        } catch (SQLException e) {
            throw new UncategorizedSQLException("journal entries", null, e);
        }
    }

    /** How far that many blocks of the account go: where every line up to there is in them or in blocks that overlap them. */
    // Grain: one block. Index: posting_block_pk.
    private static long reach(Connection connection, Account account, long from, int blocks) throws SQLException {
        long[] reach = {Long.MAX_VALUE};
        of(Select.of("select b.last_position from ledger_journal.posting_block b"), account)
                .add(" and b.last_position > ? order by b.last_position offset ? limit 1", from, blocks)
                .each(connection, row -> {
                    reach[0] = row.getLong(1);
                    return false;
                });
        return reach[0];
    }

    // Grain: one line. Unit: minor. Range: (from, through]. Index: posting_block_pk, event_position.
    private static void lines(
            Connection connection, Account account, Moment through, long from, int limit, List<Entry> entries)
            throws SQLException {
        Select select = Select.of("""
                select e.ledger_sequence, e.position, e.event_id, e.type, e.stream, e.effective_at, l.booked_at,
                       case when l.booked_at <> e.effective_at then to_char(e.effective_at at time zone 'UTC', 'YYYY-MM') end,
                       e.recorded_at, l.currency, l.amount
                  from (select a.currency, line.position, line.amount, line.booked_at
                          from ledger_journal.posting_block b
                          join ledger_journal.account_balance a on a.account_id = b.account_id
                         cross join unnest(b.positions, b.amounts, coalesce(b.booked_at, b.effective_at)) line(position, amount, booked_at)""");
        of(select, account)
                .add(" and b.last_position > ? and b.first_position <= ?", from, through.position())
                .add(" and b.last_position < ?", through.position() + JournalProjection.RUN) // the index ends there
                .add(" and line.position > ? and line.position <= ?", from, through.position())
                .add(" and line.booked_at < ?", through.effectiveEnd())
                .add(" order by line.position limit ?) l", limit - entries.size())
                .add(" join ledger.event e on e.position = l.position order by e.position")
                .each(connection, row -> entries.add(entry(row)));
    }

    private static Select of(Select select, Account account) {
        return select.add(
                        " where b.account_id in (select account_id from ledger_journal.account_balance"
                                + " where organisation = ? and account = ?",
                        account.organisation(),
                        account.account())
                .and("currency = ?", account.currency())
                .add(")");
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getString(5),
                Objects.requireNonNull(Select.time(row, 6)),
                Objects.requireNonNull(Select.time(row, 7)),
                row.getString(8),
                Objects.requireNonNull(Select.time(row, 9)),
                row.getString(10),
                row.getLong(11));
    }
}
