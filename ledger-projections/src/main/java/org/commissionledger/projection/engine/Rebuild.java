package org.commissionledger.projection.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.axonframework.eventhandling.Segment;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Makes a projection's tables anew in a schema beside the live one, page by page, then takes the tokens of its processor's segments,
 * catches up to just what they have taken and renames the schemas, all in one transaction. A batch of the processor that is under way
 * at that moment finds its claim gone and rolls back; the other projections of the processor go on where they were.
 */
final class Rebuild {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private final Transactions transactions;
    private final SchemaCopy copies;
    private final EventReader reader;
    private final EventCodec codec;
    private final int page;

    Rebuild(Transactions transactions, LedgerCore core, int page) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
        this.reader = core.reader();
        this.codec = core.eventCodec();
        this.page = page;
    }

    /** What the new tables could not take. */
    private static final class Refused {
        final List<RecordedEvent> events = new ArrayList<>();
        final Map<Long, String> causes = new HashMap<>();
        final Set<String> streams = new HashSet<>();

        void add(RecordedEvent event, Exception cause) {
            causes.put(event.position(), cause.toString());
            waitBehind(event);
        }

        void waitBehind(RecordedEvent event) {
            events.add(event);
            streams.add(event.streamId().toString());
        }

        /** As the live tables do: see {@link Projection#settles}. */
        void settle(List<StreamId> settled) {
            events.removeIf(event -> settled.contains(event.streamId()));
            settled.forEach(stream -> streams.remove(stream.toString()));
        }
    }

    /**
     * Stops the processor for the switch and leaves it stopped: whoever calls starts it again.
     *
     * @param progress is told how far the new tables are, page by page
     * @return the position that the new tables stand at: that of the processor, which goes on from there
     */
    long run(Projection projection, ParkedEvents parked, ProjectionProcessor processor, LongConsumer progress) {
        String next = projection.schema() + "_next";
        transactions.run(() -> {
            copies.drop(projection.schema() + "_old");
            copies.make(projection.schema(), next);
        });
        Refused refused = new Refused();
        long position = 0;
        List<RecordedEvent> events = upTo(processor.position(), position);
        while (!events.isEmpty()) {
            List<RecordedEvent> found = events;
            transactions.run(() -> fold(projection, next, found, refused));
            position = events.getLast().position();
            progress.accept(position);
            events = upTo(processor.position(), position);
        }
        processor.shutDown();
        long from = position;
        long reached = transactions.inTransaction(
                () -> switchOver(projection, next, from, parked, refused, segments(processor.name())));
        transactions.run(() -> execute("drop schema " + projection.schema() + "_old cascade"));
        LOG.info("Projection {} was rebuilt up to position {}", projection.name(), reached);
        return reached;
    }

    /** A page of what the processor has taken in all its segments and the new tables have not. */
    private List<RecordedEvent> upTo(long taken, long position) {
        int left = (int) Math.max(0, Math.min(page, taken - position));
        return left == 0 ? List.of() : reader.after(position, left);
    }

    /** A segment, kept from moving until the switch is done. */
    private record Held(Segment segment, long position) {}

    /** Takes the segments from whoever works on them: a batch that is under way finds its claim gone and rolls back. */
    private List<Held> segments(String processor) {
        Map<Integer, Long> positions = new TreeMap<>();
        transactions.sql().sql("""
                        update ledger.processor_token set owner = 'rebuild', claimed_at = now() where processor = ?
                        returning segment, position""").param(processor).query(row -> {
            positions.put(row.getInt(1), row.getLong(2));
        });
        int[] all = positions.keySet().stream().mapToInt(Integer::intValue).toArray();
        List<Held> held = new ArrayList<>();
        positions.forEach((segment, position) -> held.add(new Held(Segment.computeSegment(segment, all), position)));
        return held;
    }

    private long switchOver(
            Projection projection, String next, long from, ParkedEvents parked, Refused refused, List<Held> segments) {
        UpkeepRounds.keepAway(transactions.sql(), projection);
        long furthest = segments.stream().mapToLong(Held::position).max().orElse(0);
        long position = from;
        List<RecordedEvent> events = upTo(furthest, position);
        while (!events.isEmpty()) {
            fold(
                    projection,
                    next,
                    events.stream().filter(e -> isTaken(e, segments)).toList(),
                    refused);
            position = events.getLast().position();
            events = upTo(furthest, position);
        }
        execute("alter schema " + projection.schema() + " rename to " + projection.schema() + "_old");
        execute("alter schema " + next + " rename to " + projection.schema());
        parked.clear();
        refused.events.forEach(event -> parked.park(event, refused.causes.get(event.position())));
        transactions
                .sql()
                .sql("update ledger.processor_token set owner = null where processor = ?")
                .param(projection.processor())
                .update();
        return segments.stream().mapToLong(Held::position).min().orElse(0);
    }

    /** Whether the live tables have the event: segments may stand at different positions. */
    private boolean isTaken(RecordedEvent event, List<Held> segments) {
        String stream = LedgerEventMessage.of(event, codec).getAggregateIdentifier();
        return segments.stream()
                .anyMatch(s -> event.position() <= s.position() && s.segment().matches(stream));
    }

    private void fold(Projection projection, String schema, List<RecordedEvent> events, Refused refused) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        List<RecordedEvent> wanted =
                events.stream().filter(event -> concerns(projection, event)).toList();
        try {
            Savepoint savepoint = connection.setSavepoint();
            try {
                Fold fold = projection.newFold();
                boolean clean = refused.streams.isEmpty();
                for (RecordedEvent event : wanted) {
                    settle(projection, event, refused);
                    if (clean || !refused.streams.contains(event.streamId().toString())) {
                        fold.add(event, codec.decode(event));
                    } else {
                        refused.waitBehind(event);
                    }
                }
                fold.write(connection, schema);
                fold.writeShared(connection, schema);
            } catch (SQLException | RuntimeException e) {
                if (DatabaseFaults.isTransient(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                refused.events.removeAll(wanted);
                oneByOne(connection, projection, schema, wanted, refused);
            }
        } catch (SQLException e) {
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private void oneByOne(
            Connection connection, Projection projection, String schema, List<RecordedEvent> events, Refused refused)
            throws SQLException {
        for (RecordedEvent event : events) {
            settle(projection, event, refused);
            if (refused.streams.contains(event.streamId().toString())) {
                refused.waitBehind(event);
                continue;
            }
            Savepoint savepoint = connection.setSavepoint();
            try {
                Fold fold = projection.newFold();
                fold.add(event, codec.decode(event));
                fold.write(connection, schema);
                fold.writeShared(connection, schema);
                connection.releaseSavepoint(savepoint);
            } catch (SQLException | RuntimeException e) {
                if (DatabaseFaults.isTransient(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                refused.add(event, e);
            }
        }
    }

    private boolean concerns(Projection projection, RecordedEvent event) {
        return projection.handles(type(event));
    }

    private void settle(Projection projection, RecordedEvent event, Refused refused) {
        refused.settle(projection.settles(type(event), event.streamId()));
    }

    private Class<? extends LedgerEvent> type(RecordedEvent event) {
        return codec.types().named(event.type()).javaType().asSubclass(LedgerEvent.class);
    }

    /** The same for the same rows in whatever order they were written. */
    String digest(Projection projection) {
        String schema = projection.schema();
        StringBuilder digests = new StringBuilder();
        for (String table : copies.tables(schema)) {
            String rows = projection
                    .contentOf(table)
                    .map(content -> transactions.inTransaction(() -> sumOfLines(content, schema)))
                    .orElseGet(() -> sortedRows(projection, schema, table));
            digests.append(table).append(':').append(rows).append('\n');
        }
        return digests.toString();
    }

    private String sortedRows(Projection projection, String schema, String table) {
        return transactions
                .sql()
                .sql(
                        "select encode(sha256(coalesce(string_agg(row_text, E'\\n' order by row_text collate \"C\"), '')::bytea),"
                                + " 'hex') from (select replace(t::text, '\\', '\\\\') as row_text from ("
                                + projection.content(schema, table) + ") t) rows")
                .query(String.class)
                .single();
    }

    /** The hashes of all lines added up: the same in whatever order they come, and nothing needs to be kept. */
    private String sumOfLines(Projection.Content content, String schema) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            BigInteger[] sum = {BigInteger.ZERO};
            content.read(
                    connection,
                    schema,
                    line -> sum[0] =
                            sum[0].add(new BigInteger(1, sha256.digest(line.getBytes(StandardCharsets.UTF_8)))));
            return sum[0].toString(16);
        } catch (SQLException e) {
            throw new ProjectionFault(schema, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void execute(String statement) {
        transactions.sql().sql(statement).update();
    }
}
