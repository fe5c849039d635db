package org.commissionledger.eventstore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes many rows with one COPY in PostgreSQL's binary format: the server fills whole pages at a time and parses nothing. Each value is
 * written as its column's type wants it, in the order of the columns. It takes two more round trips than an insert.
 */
public final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    /** PostgreSQL counts its times from 2000. */
    private static final long EPOCH = Micros.of(Instant.parse("2000-01-01T00:00:00Z"));

    /** Numbers of PostgreSQL's types, which stand in front of arrays. */
    private static final int INT8 = 20;

    private static final int TIMESTAMPTZ = 1184;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What is gathered before it is sent. */
    private static final int CHUNK = 1 << 16;

    private final CopyIn copy;
    private byte[] bytes = new byte[2 * CHUNK];
    private int size;

    private BinaryCopy(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * @param rows sent as they come
     * @param row writes the values of one, as many as there are {@code columns}
     */
    public static <R> void write(
            Connection connection, String table, List<String> columns, Iterator<R> rows, BiConsumer<R, BinaryCopy> row)
            throws SQLException {
        String sql = "copy " + table + " (" + String.join(", ", columns) + ") from stdin (format binary)";
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            new BinaryCopy(copy).writeAll((short) columns.size(), rows, row);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private <R> void writeAll(short columns, Iterator<R> rows, BiConsumer<R, BinaryCopy> row) throws SQLException {
        put(SIGNATURE);
        put(0); // flags
        put(0); // no extension
        while (rows.hasNext()) {
            put(columns);
            row.accept(rows.next(), this);
            if (size >= CHUNK) {
                send();
            }
        }
        put((short) -1);
        send();
    }

    private void send() throws SQLException {
        copy.writeToCopy(bytes, 0, size);
        copy.flushCopy();
        size = 0;
    }

    public void bigint(long value) {
        put(Long.BYTES);
        put(value);
    }

    public void optionalBigint(@Nullable Long value) {
        if (value == null) {
            nothing();
        } else {
            bigint(value);
        }
    }

    public void integer(int value) {
        put(Integer.BYTES);
        put(value);
    }

    public void smallint(short value) {
        put(Short.BYTES);
        put(value);
    }

    public void bool(boolean value) {
        put(1);
        int at = room(1);
        bytes[at] = (byte) (value ? 1 : 0);
    }

    public void time(@Nullable Instant at) {
        if (at == null) {
            nothing();
        } else {
            bigint(micros(at));
        }
    }

    public void text(@Nullable String value) {
        bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(byte @Nullable [] value) {
        if (value == null) {
            nothing();
        } else {
            put(value.length);
            put(value);
        }
    }

    public void uuid(@Nullable UUID value) {
        if (value == null) {
            nothing();
        } else {
            put(2 * Long.BYTES);
            put(value.getMostSignificantBits());
            put(value.getLeastSignificantBits());
        }
    }

    public void bigints(long[] values) {
        array(INT8, values);
    }

    public void times(@Nullable List<Instant> values) {
        if (values == null) {
            nothing();
        } else {
            array(TIMESTAMPTZ, values.stream().mapToLong(BinaryCopy::micros).toArray());
        }
    }

    /** Of one dimension, from 1, with nothing missing. */
    private void array(int type, long[] values) {
        put(5 * Integer.BYTES + values.length * (Integer.BYTES + Long.BYTES));
        put(1);
        put(0);
        put(type);
        put(values.length);
        put(1);
        for (long value : values) {
            bigint(value);
        }
    }

    private static long micros(Instant at) {
        return Math.subtractExact(Micros.of(at), EPOCH);
    }

    private void nothing() {
        put(-1);
    }

    private void put(short value) {
        int at = room(Short.BYTES);
        SHORT.set(bytes, at, value);
    }

    private void put(int value) {
        int at = room(Integer.BYTES);
        INT.set(bytes, at, value);
    }

    private void put(long value) {
        int at = room(Long.BYTES);
        LONG.set(bytes, at, value);
    }

    private void put(byte[] value) {
        int at = room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
    }

    /** Where so many bytes are to be put; to be asked before {@code bytes}, which may be others then. */
    private int room(int length) {
        int at = size;
        size += length;
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
        return at;
    }
}
