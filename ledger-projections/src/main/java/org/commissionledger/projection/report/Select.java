package org.commissionledger.projection.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** A query put together piece by piece, with its values, and read row by row without ever being held as a whole. */
public final class Select {

    /** Has the driver take times and numbers as they are from the first execution on, instead of as text. */
    private static final int BINARY = -1;

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private Select() {}

    /** Looks at one row; false when it has seen enough. */
    @FunctionalInterface
    public interface Each {
        boolean row(ResultSet row) throws SQLException;
    }

    /** @param values of the question marks, in order; an {@link Instant} is a timestamptz */
    public static Select of(String sql, Object... values) {
        return new Select().add(sql, values);
    }

    public Select add(String sql, Object... values) {
        this.sql.append(sql);
        for (Object value : values) {
            this.values.add(value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
        return this;
    }

    /** One more condition, unless its value is null. */
    public Select and(String condition, @Nullable Object value) {
        return value == null ? this : add(" and " + condition, value);
    }

    /** {@code from} ≤ column &lt; {@code to} of the selection. */
    public Select within(String column, Selection selection) {
        return and(column + " >= ?", selection.from()).and(column + " < ?", selection.to());
    }

    /** Keeps to what had happened, by the time in {@code column}. */
    public Select happened(String column, Selection selection) {
        return and(column + " < ?", selection.happenedBefore());
    }

    /** Ends the query: newest first, behind where the page before ended, as many rows as are wanted. The two are the report's key columns. */
    public Select newestFirst(String at, String position, Reading reading) {
        if (!reading.after().isEmpty()) {
            add(
                    " and (" + at + ", " + position + ") < (?, ?)",
                    Instant.parse(reading.after().getFirst()),
                    Long.parseLong(reading.after().getLast()));
        }
        add(" order by " + at + " desc, " + position + " desc");
        return limited(reading);
    }

    public Select limited(Reading reading) {
        return reading.limit() > 0 ? add(" limit ?", reading.limit()) : this;
    }

    /** @return whether the rows ended before anybody had seen enough */
    public boolean each(Connection connection, Each each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            statement.setFetchSize(Reading.FETCH);
            statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!each.row(rows)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    public static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
