package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.commissionledger.eventstore.BinaryCopy;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a table does not have yet, written with one COPY: each column by its name and its type. Rows that may be there, or whose values
 * rest on others, are {@link Columns} of a statement.
 */
public final class NewRows<T> {

    private final Collection<T> rows;
    private final List<String> names = new ArrayList<>();
    private final List<BiConsumer<T, BinaryCopy>> values = new ArrayList<>();

    private NewRows(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> NewRows<T> of(Collection<T> rows) {
        return new NewRows<>(rows);
    }

    public NewRows<T> text(String name, Function<T, @Nullable String> value) {
        return column(name, (row, copy) -> copy.text(value.apply(row)));
    }

    public NewRows<T> bigint(String name, ToLongFunction<T> value) {
        return column(name, (row, copy) -> copy.bigint(value.applyAsLong(row)));
    }

    public NewRows<T> optionalBigint(String name, Function<T, @Nullable Long> value) {
        return column(name, (row, copy) -> copy.optionalBigint(value.apply(row)));
    }

    public NewRows<T> integer(String name, ToIntFunction<T> value) {
        return column(name, (row, copy) -> copy.integer(value.applyAsInt(row)));
    }

    /** @param value from -32,768 to 32,767 */
    public NewRows<T> smallint(String name, ToIntFunction<T> value) {
        return column(name, (row, copy) -> copy.smallint((short) value.applyAsInt(row)));
    }

    public NewRows<T> bool(String name, Predicate<T> value) {
        return column(name, (row, copy) -> copy.bool(value.test(row)));
    }

    /** Nothing stays nothing. */
    public NewRows<T> time(String name, Function<T, @Nullable Instant> value) {
        return column(name, (row, copy) -> copy.time(value.apply(row)));
    }

    public NewRows<T> bigints(String name, Function<T, long[]> value) {
        return column(name, (row, copy) -> copy.bigints(value.apply(row)));
    }

    public NewRows<T> times(String name, Function<T, @Nullable List<Instant>> value) {
        return column(name, (row, copy) -> copy.times(value.apply(row)));
    }

    private NewRows<T> column(String name, BiConsumer<T, BinaryCopy> value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** @param table with its schema */
    public void into(Connection connection, String table) throws SQLException {
        if (!rows.isEmpty()) {
            BinaryCopy.write(connection, table, names, rows.iterator(), this::write);
        }
    }

    private void write(T row, BinaryCopy copy) {
        for (BiConsumer<T, BinaryCopy> value : values) {
            value.accept(row, copy);
        }
    }
}
