package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.commissionledger.eventstore.Micros;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Rows as parallel arrays: one statement, one round trip, however many rows. SQL names them once, with their columns in the order in
 * which they were given: {@code insert … select … from :rows as b(organisation, number)}. Times are passed as microseconds;
 * {@link #time(String)} turns them back.
 *
 * <p>PostgreSQL keeps what {@code unnest} yields in {@code from} in a store of its own for each column, on disk when it is long; in the
 * list of a {@code select} it hands the same values on, which makes a wide insert twice as fast. So that is what {@code :rows} becomes.
 */
public final class Columns<T> {

    private static final Pattern ROWS = Pattern.compile(":rows as (\\w+)\\(([^)]*)\\)");

    private final Collection<T> rows;
    private final List<String> types = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    /** SQL that turns the microseconds in column {@code name} into a time. */
    public static String time(String name) {
        return Micros.time(name);
    }

    public Columns<T> text(Function<T, @Nullable String> value) {
        String[] column = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.apply(row);
        }
        return column("text", column);
    }

    public Columns<T> bigint(ToLongFunction<T> value) {
        long[] column = new long[rows.size()];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.applyAsLong(row);
        }
        return column("int8", column);
    }

    public Columns<T> time(Function<T, Instant> value) {
        return bigint(row -> Micros.of(value.apply(row)));
    }

    /** Nothing stays nothing. */
    public Columns<T> optionalTime(Function<T, @Nullable Instant> value) {
        return optionalBigint(row -> {
            Instant at = value.apply(row);
            return at == null ? null : Micros.of(at);
        });
    }

    public Columns<T> optionalBigint(Function<T, @Nullable Long> value) {
        @Nullable Long[] column = new @Nullable Long[rows.size()];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.apply(row);
        }
        return column("int8", column);
    }

    public Columns<T> bytes(Function<T, byte[]> value) {
        byte[][] column = new byte[rows.size()][];
        int i = 0;
        for (T row : rows) {
            column[i++] = value.apply(row);
        }
        return column("bytea", column);
    }

    /** A sum of any size; SQL casts it with {@code ::numeric}. */
    public Columns<T> numeric(Function<T, ExactSum> value) {
        return text(row -> value.apply(row).toString());
    }

    private Columns<T> column(String type, Object values) {
        types.add(type);
        this.values.add(values);
        return this;
    }

    public void execute(Connection connection, String sql) throws SQLException {
        query(connection, sql, row -> {});
    }

    /** Looks at one row. */
    @FunctionalInterface
    public interface Reading {
        void read(ResultSet row) throws SQLException;
    }

    /** The same for a statement that answers with rows. */
    public void query(Connection connection, String sql, Reading reading) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PGConnection session = connection.unwrap(PGConnection.class);
        try (PreparedStatement statement = connection.prepareStatement(withRows(sql))) {
            for (int i = 0; i < types.size(); i++) {
                statement.setArray(i + 1, session.createArrayOf(types.get(i), values.get(i)));
            }
            if (statement.execute()) {
                try (ResultSet found = statement.getResultSet()) {
                    while (found.next()) {
                        reading.read(found);
                    }
                }
            }
        }
    }

    /** SQL without the name is taken as it is: it spells out its arrays itself. */
    private String withRows(String sql) {
        return ROWS.matcher(sql).replaceAll(rows -> {
            String[] names = rows.group(2).strip().split("\\s*,\\s*");
            if (names.length != types.size()) {
                throw new IllegalArgumentException(names.length + " names for " + types.size() + " columns: " + sql);
            }
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < names.length; i++) {
                columns.add("unnest(?::" + types.get(i) + "[]) as \"" + names[i] + '"');
            }
            return "(select " + String.join(", ", columns) + ") as " + rows.group(1);
        });
    }
}
