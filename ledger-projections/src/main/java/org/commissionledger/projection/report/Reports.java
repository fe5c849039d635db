package org.commissionledger.projection.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/** Reads any report as of a position of the history: today, in a year, on every node alike. */
public final class Reports {

    private static final String NO_HASH = "0".repeat(64);

    private final DataSource dataSource;
    private final EventReader reader;
    private final List<Report> all;

    public Reports(DataSource dataSource, EventReader reader, List<Report> all) {
        this.dataSource = dataSource;
        this.reader = reader;
        this.all = List.copyOf(all);
    }

    /**
     * What a report is made from.
     *
     * @param chain the hash of the organisation's chain at its last event up to {@code position}, in hexadecimal; zeros when it has none
     * @param asOf when that event was recorded
     */
    public record Basis(long position, String chain, Instant asOf) {}

    public List<Report> all() {
        return all;
    }

    /**
     * Fixes what a report is to be made from.
     *
     * @param position null for all that its projections have taken in
     */
    public Basis basis(Report report, Selection selection, @Nullable Long position) {
        long at = position == null ? reached(report) : position;
        Optional<RecordedEvent> newest = reader.newestUpTo(selection.organisation(), at);
        return new Basis(
                at,
                newest.map(e -> HexFormat.of().formatHex(e.hash())).orElse(NO_HASH),
                newest.map(RecordedEvent::recordedAt).orElse(Instant.EPOCH));
    }

    /**
     * @param after the key columns of the row where the page before ended; empty at the beginning
     * @param limit rows that are wanted; 0 for all
     * @throws ReportBehindException when the projections have not got as far as the basis
     */
    public void read(Report report, Selection selection, Basis basis, List<String> after, int limit, Rows rows) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                if (reached(connection, report) < basis.position()) {
                    throw new ReportBehindException(report.name());
                }
                boolean changed = head(connection) > basis.position();
                Reading reading = new Reading(connection, basis.position(), changed, basis.asOf(), after, limit);
                report.read(reading, selection, rows);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new UncategorizedSQLException("report " + report.name(), null, e);
        }
    }

    private long reached(Report report) {
        try (Connection connection = dataSource.getConnection()) {
            return reached(connection, report);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("report " + report.name(), null, e);
        }
    }

    private static long reached(Connection connection, Report report) throws SQLException {
        String[] processors = report.processors().toArray(String[]::new);
        return number(
                connection,
                Select.of(
                        "select coalesce(min(position), 0) from ledger.processor_token where processor = any(?)",
                        connection.createArrayOf("text", processors)));
    }

    private static long head(Connection connection) throws SQLException {
        return number(connection, Select.of("select coalesce(max(position), 0) from ledger.event"));
    }

    private static long number(Connection connection, Select select) throws SQLException {
        long[] number = new long[1];
        select.each(connection, row -> {
            number[0] = row.getLong(1);
            return false;
        });
        return number[0];
    }
}
