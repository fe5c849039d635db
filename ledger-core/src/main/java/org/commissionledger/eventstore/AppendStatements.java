package org.commissionledger.eventstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.commissionledger.eventstore.AppendBatch.ChainHead;
import org.commissionledger.eventstore.AppendBatch.KeyId;
import org.commissionledger.eventstore.AppendBatch.KeyRow;
import org.commissionledger.eventstore.AppendBatch.Numbered;
import org.commissionledger.eventstore.AppendBatch.StoreState;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The appender's SQL: one round trip to lock and look, one to write. */
final class AppendStatements {

    /** Any constant will do, as long as every node and version of the ledger takes the same. */
    static final long APPEND_LOCK = 0x4C_45_44_47_45_52L;

    /** So many events and more are copied; fewer are written in the round trip of the commit. */
    private static final int COPY_FROM = 128;

    static final String CHANNEL = "ledger_position";

    /**
     * The lock is a statement of its own in front: in READ COMMITTED each statement sees what was committed when it began, so the
     * others, sent in the same round trip, see all that earlier holders of the lock wrote. Lookups are correlated on purpose: one
     * index descent each, however large the tables and however old the planner's statistics. Streams and keys are asked for only
     * when there are any.
     */
    private static final String LOCK_AND_LOOK = """
            begin;
            select pg_advisory_xact_lock(?);
            select (select coalesce(max(position), 0) from ledger.event), o.organisation, e.ledger_sequence, e.hash, e.recorded_at
              from unnest(?::text[]) o(organisation)
              left join lateral (select ledger_sequence, hash, recorded_at from ledger.event e
                                  where e.organisation = o.organisation
                                  order by ledger_sequence desc limit 1) e on true""";

    private static final String LOOK_AT_STREAMS = """
            select s.ord, coalesce((select max(stream_sequence) from ledger.event e
                                     where e.organisation = s.organisation and e.stream = s.stream), -1)
              from unnest(?::text[], ?::text[]) with ordinality s(organisation, stream, ord)""";

    private static final String LOOK_AT_KEYS = """
            select k.ord, r.fingerprint, r.status, r.location, r.body, r.position, r.recorded_at
              from unnest(?::text[], ?::text[], ?::text[]) with ordinality k(organisation, client, key, ord)
              cross join lateral (select * from ledger.request_key r
                                   where r.organisation = k.organisation and r.client = k.client and r.key = k.key
                                   limit 1) r""";

    private static final String LOOK_AT_ONCE = """
            select k.ord
              from unnest(?::text[]) with ordinality k(once, ord)
              cross join lateral (select 1 from ledger.event e where e.once = k.once::uuid limit 1) e""";

    // In the list of a select, unnest hands its values on; in from, it keeps those of each column in a store of their
    // own first.
    private static final String WRITE_EVENTS = """
            insert into ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type, revision,
                                      effective_at, recorded_at, payload, metadata, hash, once)
            select unnest(?::bigint[]), unnest(?::text[]), unnest(?::bigint[]), unnest(?::text[])::uuid, unnest(?::text[]),
                   unnest(?::bigint[]), unnest(?::text[]), unnest(?::int[]), %1$s, %1$s, unnest(?::text[]), unnest(?::text[]),
                   unnest(?::bytea[]), unnest(?::text[])::uuid""".formatted(Micros.time("unnest(?::bigint[])"));

    private static final String WRITE_KEYS = """
            insert into ledger.request_key (organisation, client, key, fingerprint, status, location, body, position, recorded_at)
            select unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::bytea[]), unnest(?::int[]), unnest(?::text[]),
                   unnest(?::text[]), unnest(?::bigint[]), %s""".formatted(Micros.time("unnest(?::bigint[])"));

    private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', ?)";

    /** Longer than the lock is waited for: a server that says nothing for so long is not there any more. */
    private static final int SILENCE_MILLIS = 60_000;

    private AppendStatements() {}

    /**
     * Once a connection: durable commits whatever the server's default, and index look-ups whatever the statistics say. Transactions
     * are begun and ended in the text of the statements, so that neither costs a round trip of its own.
     */
    static void prepare(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = on");
            statement.execute("set enable_seqscan = off");
            statement.execute("set enable_hashjoin = off");
            statement.execute("set enable_mergejoin = off");
            statement.execute("set jit = off");
            statement.execute("set lock_timeout = '30s'");
            // A node that stops in the middle, cut off or frozen, must not keep the lock from all others.
            statement.execute("set idle_in_transaction_session_timeout = '10s'");
        }
        connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
    }

    static void rollback(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        }
    }

    /** @param remembered emptied when it turns out to be old */
    static StoreState lockAndLook(Connection connection, AppendBatch batch, StreamHeads remembered)
            throws SQLException {
        Map<StreamId, Long> heads = remembered.of(batch.streams);
        List<StreamId> streams = heads.size() == batch.streams.size()
                ? List.of()
                : batch.streams.stream()
                        .filter(stream -> !heads.containsKey(stream))
                        .toList();
        List<KeyId> keys = List.copyOf(batch.keys());
        List<UUID> once = List.copyOf(batch.once());
        List<String> parts = new ArrayList<>(List.of(LOCK_AND_LOOK));
        if (!streams.isEmpty()) {
            parts.add(LOOK_AT_STREAMS);
        }
        if (!keys.isEmpty()) {
            parts.add(LOOK_AT_KEYS);
        }
        if (!once.isEmpty()) {
            parts.add(LOOK_AT_ONCE);
        }
        try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", parts))) {
            int next = 1;
            statement.setLong(next++, APPEND_LOCK);
            statement.setArray(next++, texts(connection, batch.organisations(), OrganisationId::value));
            if (!streams.isEmpty()) {
                next = bindStreams(connection, statement, next, streams);
            }
            if (!keys.isEmpty()) {
                statement.setArray(
                        next++, texts(connection, keys, k -> k.organisation().value()));
                statement.setArray(next++, texts(connection, keys, KeyId::client));
                statement.setArray(next++, texts(connection, keys, KeyId::key));
            }
            if (!once.isEmpty()) {
                statement.setArray(next++, texts(connection, once, UUID::toString));
            }
            statement.execute();
            statement.getMoreResults(); // begin
            statement.getMoreResults(); // the lock
            Map<OrganisationId, ChainHead> chains = new HashMap<>();
            long position = chainHeads(statement, chains);
            if (!streams.isEmpty()) {
                statement.getMoreResults();
                streamHeads(statement, streams, heads);
            }
            Map<KeyId, KeyRow> used = Map.of();
            if (!keys.isEmpty()) {
                statement.getMoreResults();
                used = usedKeys(statement, keys);
            }
            Set<UUID> there = Set.of();
            if (!once.isEmpty()) {
                statement.getMoreResults();
                there = there(statement, once);
            }
            if (!remembered.holdAt(position)) {
                remembered.forget();
                List<StreamId> old = new ArrayList<>(batch.streams);
                old.removeAll(Set.copyOf(streams));
                lookAgain(connection, old, heads);
            }
            return new StoreState(position, chains, heads, used, there);
        }
    }

    /** Somebody else has appended since: what was remembered is looked up after all, in a round trip of its own. */
    private static void lookAgain(Connection connection, List<StreamId> streams, Map<StreamId, Long> heads)
            throws SQLException {
        if (streams.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(LOOK_AT_STREAMS)) {
            bindStreams(connection, statement, 1, streams);
            statement.execute();
            streamHeads(statement, streams, heads);
        }
    }

    private static int bindStreams(
            Connection connection, PreparedStatement statement, int first, List<StreamId> streams) throws SQLException {
        statement.setArray(
                first, texts(connection, streams, s -> s.organisation().value()));
        statement.setArray(first + 1, texts(connection, streams, StreamId::stream));
        return first + 2;
    }

    /** @return the newest position */
    private static long chainHeads(PreparedStatement statement, Map<OrganisationId, ChainHead> chains)
            throws SQLException {
        long position = 0;
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                position = rows.getLong(1);
                long sequence = rows.getLong(3);
                if (!rows.wasNull()) {
                    chains.put(
                            new OrganisationId(rows.getString(2)),
                            new ChainHead(sequence, rows.getBytes(4), EventReader.instant(rows, 5)));
                }
            }
        }
        return position;
    }

    private static void streamHeads(PreparedStatement statement, List<StreamId> streams, Map<StreamId, Long> heads)
            throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                heads.put(streams.get(rows.getInt(1) - 1), rows.getLong(2));
            }
        }
    }

    private static Map<KeyId, KeyRow> usedKeys(PreparedStatement statement, List<KeyId> keys) throws SQLException {
        Map<KeyId, KeyRow> used = new HashMap<>();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                KeyId id = keys.get(rows.getInt(1) - 1);
                StoredAnswer answer = new StoredAnswer(rows.getInt(3), rows.getString(4), rows.getString(5));
                used.put(id, new KeyRow(id, rows.getBytes(2), answer, rows.getLong(6), EventReader.instant(rows, 7)));
            }
        }
        return used;
    }

    private static Set<UUID> there(PreparedStatement statement, List<UUID> once) throws SQLException {
        Set<UUID> there = new HashSet<>();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                there.add(once.get(rows.getInt(1) - 1));
            }
        }
        return there;
    }

    /** Writes and commits; an answer means that it is durable. */
    static void writeAndCommit(Connection connection, AppendBatch batch, HashChain hashes) throws SQLException {
        boolean events = !batch.events.isEmpty();
        boolean keys = !batch.newKeys.isEmpty();
        boolean insert = events && batch.events.size() < COPY_FROM;
        if (events && !insert) {
            EventCopy.write(connection, batch.chained(hashes));
        }
        List<String> parts = new ArrayList<>();
        if (insert) {
            parts.add(WRITE_EVENTS);
        }
        if (keys) {
            parts.add(WRITE_KEYS);
        }
        if (events) {
            parts.add(NOTIFY);
        }
        parts.add("commit");
        try (PreparedStatement statement = connection.prepareStatement(String.join(";\n", parts))) {
            int next = 1;
            if (insert) {
                next = bindEvents(connection, statement, next, batch.chained(hashes));
            }
            if (keys) {
                next = bindKeys(connection, statement, next, batch.newKeys);
            }
            if (events) {
                statement.setString(next, Long.toString(batch.lastPosition()));
            }
            statement.execute();
        }
    }

    private static int bindEvents(Connection c, PreparedStatement s, int first, Iterator<Numbered> chained)
            throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        List<@Nullable UUID> once = new ArrayList<>();
        chained.forEachRemaining(numbered -> {
            events.add(numbered.event());
            once.add(numbered.once());
        });
        PGConnection pg = c.unwrap(PGConnection.class);
        int i = first;
        s.setArray(i++, longs(pg, events, RecordedEvent::position));
        s.setArray(i++, texts(c, events, e -> e.organisation().value()));
        s.setArray(i++, longs(pg, events, RecordedEvent::ledgerSequence));
        s.setArray(i++, texts(c, events, e -> e.eventId().toString()));
        s.setArray(i++, texts(c, events, RecordedEvent::stream));
        s.setArray(i++, longs(pg, events, RecordedEvent::streamSequence));
        s.setArray(i++, texts(c, events, RecordedEvent::type));
        s.setArray(i++, ints(pg, events, RecordedEvent::revision));
        s.setArray(i++, longs(pg, events, e -> Micros.of(e.effectiveAt())));
        s.setArray(i++, longs(pg, events, e -> Micros.of(e.recordedAt())));
        s.setArray(i++, texts(c, events, RecordedEvent::payload));
        s.setArray(i++, texts(c, events, RecordedEvent::metadata));
        s.setArray(i++, bytes(c, events, RecordedEvent::hash));
        s.setArray(i++, texts(c, once, key -> key == null ? null : key.toString()));
        return i;
    }

    private static int bindKeys(Connection c, PreparedStatement s, int first, List<KeyRow> keys) throws SQLException {
        PGConnection pg = c.unwrap(PGConnection.class);
        int i = first;
        s.setArray(i++, texts(c, keys, k -> k.id().organisation().value()));
        s.setArray(i++, texts(c, keys, k -> k.id().client()));
        s.setArray(i++, texts(c, keys, k -> k.id().key()));
        s.setArray(i++, bytes(c, keys, KeyRow::fingerprint));
        s.setArray(i++, ints(pg, keys, k -> k.answer().status()));
        s.setArray(i++, texts(c, keys, k -> k.answer().location()));
        s.setArray(i++, texts(c, keys, k -> k.answer().body()));
        s.setArray(i++, longs(pg, keys, KeyRow::position));
        s.setArray(i++, longs(pg, keys, k -> Micros.of(k.recordedAt())));
        return i;
    }

    /** Whether the batch, whose commit was sent but not answered, is there. The lock waits for the lost session to end first. */
    static boolean isCommitted(Connection connection, AppendBatch batch) throws SQLException {
        boolean byEvent = !batch.events.isEmpty();
        String look = byEvent
                ? "select 1 from ledger.event where position = ? and event_id = ?::uuid"
                : "select 1 from ledger.request_key where organisation = ? and client = ? and key = ?";
        try (PreparedStatement lock = connection.prepareStatement("begin; select pg_advisory_xact_lock(?)");
                PreparedStatement statement = connection.prepareStatement(look)) {
            lock.setLong(1, APPEND_LOCK);
            lock.execute();
            if (byEvent) {
                RecordedEvent first = batch.events.getFirst().event();
                statement.setLong(1, first.position());
                statement.setString(2, first.eventId().toString());
            } else {
                KeyId id = batch.newKeys.getFirst().id();
                statement.setString(1, id.organisation().value());
                statement.setString(2, id.client());
                statement.setString(3, id.key());
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        } finally {
            rollback(connection);
        }
    }

    private static <T extends @Nullable Object> Array texts(
            Connection c, Collection<T> of, Function<T, @Nullable String> value) throws SQLException {
        String[] column = new String[of.size()];
        int i = 0;
        for (T each : of) {
            column[i++] = value.apply(each);
        }
        return c.createArrayOf("text", column);
    }

    private static <T> Array longs(PGConnection c, Collection<T> of, ToLongFunction<T> value) throws SQLException {
        long[] column = new long[of.size()];
        int i = 0;
        for (T each : of) {
            column[i++] = value.applyAsLong(each);
        }
        return c.createArrayOf("int8", column);
    }

    private static <T> Array ints(PGConnection c, Collection<T> of, ToIntFunction<T> value) throws SQLException {
        int[] column = new int[of.size()];
        int i = 0;
        for (T each : of) {
            column[i++] = value.applyAsInt(each);
        }
        return c.createArrayOf("int4", column);
    }

    private static <T> Array bytes(Connection c, Collection<T> of, Function<T, byte[]> value) throws SQLException {
        byte[][] column = new byte[of.size()][];
        int i = 0;
        for (T each : of) {
            column[i++] = value.apply(each);
        }
        return c.createArrayOf("bytea", column);
    }
}
