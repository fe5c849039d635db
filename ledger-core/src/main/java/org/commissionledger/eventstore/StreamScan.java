package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;

/**
 * Reads an organisation's streams of one kind, one whole stream after another, however many there are: only one is ever looked at. It
 * cannot write: its transaction is for reading alone.
 */
public final class StreamScan {

    private static final int FETCH = 2_000;
    private static final String TOO_LONG = "57014"; // query_canceled

    private final DataSource dataSource;
    private final EventCodec codec;

    public StreamScan(DataSource dataSource, EventCodec codec) {
        this.dataSource = dataSource;
        this.codec = codec;
    }

    /** Takes one event: those of a stream in order, and all of them before those of the next. */
    @FunctionalInterface
    public interface Each {
        void event(String stream, LedgerEvent event, Instant recordedAt);
    }

    /** It took longer than it may. */
    public static final class TooLong extends RuntimeException {
        TooLong() {
            super("the history is too long for the time there is", null, false, false);
        }
    }

    // Grain: one event. Range: position up to and with through. Index: event_stream.
    /**
     * @param kind such as {@code order}
     * @param atMost from now on
     * @throws TooLong when it takes longer
     */
    public void each(OrganisationId organisation, String kind, long through, Duration atMost, Each each) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement("""
                    select stream, type, revision, payload, recorded_at from ledger.event
                     where organisation = ? and stream > ? and stream < ? and position <= ?
                     order by stream, stream_sequence""")) {
                statement.setFetchSize(FETCH);
                statement.setQueryTimeout((int) Math.max(1, atMost.toSeconds()));
                statement.setString(1, organisation.value());
                statement.setString(2, kind + "/");
                statement.setString(3, kind + "0");
                statement.setLong(4, through);
                read(statement, deadline, each);
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (TOO_LONG.equals(e.getSQLState())) {
                throw new TooLong();
            }
            throw new StoreReadException(e);
        }
    }

    private void read(PreparedStatement statement, long deadline, Each each) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (System.nanoTime() > deadline) {
                    throw new TooLong();
                }
                LedgerEvent event = codec.decode(rows.getString(2), rows.getInt(3), rows.getString(4));
                each.event(rows.getString(1), event, EventReader.instant(rows, 5));
            }
        }
    }
}
