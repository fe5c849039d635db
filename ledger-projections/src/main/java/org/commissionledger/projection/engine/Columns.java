package org.commissionledger.projection.engine;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as parallel arrays, for {@code insert … select … from unnest(…)}: one statement, one round trip, however many rows.
 * Times are passed as microseconds; {@link #time(String)} turns them back.
 */
public final class Columns<T> {

    private final Collection<T> rows;
    private final List<String> types = new ArrayList<>();
    private final List<Object[]> values = new ArrayList<>();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    /** SQL that turns the microseconds in column {@code name} into a time. */
    public static String time(String name) {
        return "'epoch'::timestamptz + " + name + " * interval '1 microsecond'";
    }

    public Columns<T> text(Function<T, @Nullable String> value) {
        types.add("text");
        values.add(rows.stream().map(value).toArray(String[]::new));
        return this;
    }

    public Columns<T> bigint(Function<T, Long> value) {
        types.add("int8");
        values.add(rows.stream().map(value).toArray(Long[]::new));
        return this;
    }

    public Columns<T> time(Function<T, Instant> value) {
        return bigint(row -> ChronoUnit.MICROS.between(Instant.EPOCH, value.apply(row)));
    }

    public Columns<T> numeric(Function<T, BigInteger> value) {
        types.add("text");
        values.add(rows.stream().map(value).map(BigInteger::toString).toArray(String[]::new));
        return this;
    }

    public void execute(Connection connection, String sql) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < types.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf(types.get(i), values.get(i)));
            }
            statement.executeUpdate();
        }
    }
}
