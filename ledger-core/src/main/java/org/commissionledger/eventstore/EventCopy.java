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
import java.util.UUID;
import org.commissionledger.eventstore.AppendBatch.Numbered;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes many events with one COPY in PostgreSQL's binary format: the server fills whole pages at a time and parses nothing, which
 * costs it about a quarter less than an insert. It takes two more round trips, so that few events are better inserted.
 */
final class EventCopy {

    private static final String COPY = """
            copy ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type, revision,
                               effective_at, recorded_at, payload, metadata, hash, once)
              from stdin (format binary)""";

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final short COLUMNS = 14;

    /** PostgreSQL counts its times from 2000. */
    private static final long EPOCH = Micros.of(Instant.parse("2000-01-01T00:00:00Z"));

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What is gathered before it is sent. */
    private static final int CHUNK = 1 << 16;

    private final CopyIn copy;
    private final Bytes out = new Bytes();

    private EventCopy(CopyIn copy) {
        this.copy = copy;
    }

    /** @param events sent as they come */
    static void write(Connection connection, Iterator<Numbered> events) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            new EventCopy(copy).writeAll(events);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void writeAll(Iterator<Numbered> events) throws SQLException {
        header();
        while (events.hasNext()) {
            row(events.next());
            if (out.size() >= CHUNK) {
                send();
            }
        }
        out.shortInt((short) -1);
        send();
    }

    private void send() throws SQLException {
        copy.writeToCopy(out.array(), 0, out.size());
        copy.flushCopy();
        out.reset();
    }

    private void header() {
        out.all(SIGNATURE);
        out.integer(0); // flags
        out.integer(0); // no extension
    }

    private void row(Numbered numbered) {
        RecordedEvent event = numbered.event();
        out.shortInt(COLUMNS);
        bigint(event.position());
        text(event.organisation().value());
        bigint(event.ledgerSequence());
        uuid(event.eventId());
        text(event.stream());
        bigint(event.streamSequence());
        text(event.type());
        out.integer(Integer.BYTES);
        out.integer(event.revision());
        time(event.effectiveAt());
        time(event.recordedAt());
        text(event.payload());
        text(event.metadata());
        bytes(event.hash());
        uuid(numbered.once());
    }

    private void bigint(long value) {
        out.integer(Long.BYTES);
        out.longInt(value);
    }

    private void time(Instant at) {
        bigint(Math.subtractExact(Micros.of(at), EPOCH));
    }

    private void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] value) {
        out.integer(value.length);
        out.all(value);
    }

    private void uuid(@Nullable UUID value) {
        if (value == null) {
            out.integer(-1);
        } else {
            out.integer(2 * Long.BYTES);
            out.longInt(value.getMostSignificantBits());
            out.longInt(value.getLeastSignificantBits());
        }
    }

    /** A buffer that grows, in the order of the network. */
    private static final class Bytes {

        private byte[] bytes = new byte[2 * CHUNK];
        private int size;

        int size() {
            return size;
        }

        byte[] array() {
            return bytes;
        }

        void reset() {
            size = 0;
        }

        void shortInt(short value) {
            SHORT.set(bytes, room(Short.BYTES), value);
        }

        void integer(int value) {
            INT.set(bytes, room(Integer.BYTES), value);
        }

        void longInt(long value) {
            LONG.set(bytes, room(Long.BYTES), value);
        }

        void all(byte[] value) {
            System.arraycopy(value, 0, bytes, room(value.length), value.length);
        }

        /** Where so many bytes are to be put. */
        private int room(int length) {
            int at = size;
            size += length;
            if (size > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
            }
            return at;
        }
    }
}
