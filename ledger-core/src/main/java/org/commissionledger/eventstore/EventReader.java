package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/** Reads the history: by position, by stream, by an organisation's own sequence. */
public final class EventReader {

    private static final String COLUMNS =
            "position, organisation, ledger_sequence, event_id, stream, stream_sequence, type,"
                    + " revision, effective_at, recorded_at, payload, metadata, hash";

    /** Where {@code once} stands behind {@link #COLUMNS}. */
    private static final int ONCE = 14;

    private final DataSource dataSource;

    public EventReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Fills in the parameters of a statement. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Everything behind {@code position}, in order, at most {@code limit}. */
    public List<RecordedEvent> after(long position, int limit) {
        return read("where position > ? order by position limit ?", s -> {
            s.setLong(1, position);
            s.setInt(2, limit);
        });
    }

    /** The events at these positions, in order, in one look. */
    public List<RecordedEvent> at(Collection<Long> positions) {
        return read(
                "where position = any(?) order by position",
                s -> s.setArray(1, s.getConnection().createArrayOf("int8", positions.toArray())));
    }

    /** One stream from {@code firstSequence} on, in order, at most {@code limit}. */
    public List<RecordedEvent> stream(StreamId stream, long firstSequence, int limit) {
        return read(
                "where organisation = ? and stream = ? and stream_sequence >= ? order by stream_sequence limit ?",
                s -> {
                    s.setString(1, stream.organisation().value());
                    s.setString(2, stream.stream());
                    s.setLong(3, firstSequence);
                    s.setInt(4, limit);
                });
    }

    /** The same to the end of the stream, which is read as it is gone through. */
    public Iterable<RecordedEvent> stream(StreamId stream, long firstSequence) {
        return () -> new StreamPages(this, stream, firstSequence);
    }

    /**
     * Many streams in one look, each from the sequence that it is asked for, at most {@code limit} events of each; a stream without
     * events has an empty list.
     */
    public Map<StreamId, List<RecordedEvent>> streams(
            OrganisationId organisation, Map<StreamId, Long> firstSequences, int limit) {
        Map<StreamId, List<RecordedEvent>> found = new HashMap<>();
        List<String> names = new ArrayList<>();
        List<Long> first = new ArrayList<>();
        firstSequences.forEach((stream, sequence) -> {
            found.put(stream, new ArrayList<>());
            names.add(stream.stream());
            first.add(sequence);
        });
        String lateral = "from unnest(?::text[], ?::bigint[]) s(name, first) cross join lateral (select " + COLUMNS
                + " from ledger.event e where e.organisation = ? and e.stream = s.name and e.stream_sequence >= s.first"
                + " order by stream_sequence limit ?) e";
        for (RecordedEvent event : query("select e.* " + lateral, s -> {
            s.setArray(1, s.getConnection().createArrayOf("text", names.toArray()));
            s.setArray(2, s.getConnection().createArrayOf("int8", first.toArray()));
            s.setString(3, organisation.value());
            s.setInt(4, limit);
        })) {
            found.computeIfAbsent(event.streamId(), stream -> new ArrayList<>()).add(event);
        }
        return found;
    }

    /** The events that were written under these keys, in one look; a key without an event is left out. Index: event_once. */
    public Map<UUID, RecordedEvent> once(Collection<UUID> keys) {
        Map<UUID, RecordedEvent> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        String sql = "select e.* from unnest(?::uuid[]) k(once) cross join lateral (select " + COLUMNS
                + ", once from ledger.event e where e.once = k.once limit 1) e";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", keys.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Interned interned = new Interned();
                while (rows.next()) {
                    found.put(rows.getObject(ONCE, UUID.class), event(rows, interned));
                }
            }
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
        return found;
    }

    /**
     * What to look for in an organisation's history. {@code from} ≤ effectiveAt &lt; {@code to}.
     *
     * @param after only what stands behind this ledgerSequence
     * @param through only what stands up to and with this ledgerSequence
     */
    public record HistoryQuery(
            long after,
            long through,
            @Nullable String stream,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant to) {

        public static HistoryQuery range(long after, long through) {
            return new HistoryQuery(after, through, null, null, null, null);
        }
    }

    /** An organisation's history by ledgerSequence, at most {@code limit}. Index: event_organisation_sequence, event_stream. */
    public List<RecordedEvent> history(OrganisationId organisation, HistoryQuery query, int limit) {
        return history(organisation, query, "ledger_sequence", limit);
    }

    /** The same from its end on. */
    public List<RecordedEvent> newestFirst(OrganisationId organisation, HistoryQuery query, int limit) {
        return history(organisation, query, "ledger_sequence desc", limit);
    }

    private List<RecordedEvent> history(OrganisationId organisation, HistoryQuery query, String order, int limit) {
        StringBuilder where =
                new StringBuilder("where organisation = ? and ledger_sequence > ? and ledger_sequence <= ?");
        List<Object> values = new ArrayList<>(List.of(organisation.value(), query.after(), query.through()));
        condition(where, values, " and stream = ?", query.stream());
        condition(where, values, " and type = ?", query.type());
        condition(where, values, " and effective_at >= ?::timestamptz", textOrNull(query.from()));
        condition(where, values, " and effective_at < ?::timestamptz", textOrNull(query.to()));
        where.append(" order by ").append(order).append(" limit ?");
        values.add(limit);
        return read(where.toString(), s -> {
            for (int i = 0; i < values.size(); i++) {
                s.setObject(i + 1, values.get(i));
            }
        });
    }

    private static @Nullable String textOrNull(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static void condition(StringBuilder where, List<Object> values, String sql, @Nullable Object value) {
        if (value != null) {
            where.append(sql);
            values.add(value);
        }
    }

    /** The newest position, 0 in an empty store. */
    public long head() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select coalesce(max(position), 0) from ledger.event");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    /** The newest event of an organisation: the head of its chain. */
    public Optional<RecordedEvent> newest(OrganisationId organisation) {
        return read(
                        "where organisation = ? order by ledger_sequence desc limit 1",
                        s -> s.setString(1, organisation.value()))
                .stream()
                .findFirst();
    }

    /** An organisation's last event up to and with {@code position}: what its chain ended in at the time. */
    public Optional<RecordedEvent> newestUpTo(OrganisationId organisation, long position) {
        return lastOf(organisation, event -> event.position() <= position);
    }

    /** An organisation's last event that was recorded at {@code asOf} or before: all that the ledger knew of it then. */
    public Optional<RecordedEvent> newestRecordedBy(OrganisationId organisation, Instant asOf) {
        return lastOf(organisation, event -> !event.recordedAt().isAfter(asOf));
    }

    /**
     * The last event of an organisation's beginning. Position, ledgerSequence and recordedAt grow together, so it is found by halving, in
     * some thirty looks even when it lies a billion events back. Index: event_organisation_sequence.
     *
     * @param early true for the events of the beginning, false for all behind them
     */
    private Optional<RecordedEvent> lastOf(OrganisationId organisation, Predicate<RecordedEvent> early) {
        Optional<RecordedEvent> found = newest(organisation);
        if (found.isEmpty() || early.test(found.get())) {
            return found;
        }
        long high = found.get().ledgerSequence();
        long low = 0;
        found = Optional.empty();
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            RecordedEvent event = history(organisation, HistoryQuery.range(middle - 1, middle), 1)
                    .getFirst();
            if (early.test(event)) {
                found = Optional.of(event);
                low = middle;
            } else {
                high = middle;
            }
        }
        return found;
    }

    private List<RecordedEvent> read(String where, Binding binding) {
        return query("select " + COLUMNS + " from ledger.event " + where, binding);
    }

    private List<RecordedEvent> query(String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            List<RecordedEvent> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                Interned interned = new Interned();
                while (rows.next()) {
                    events.add(event(rows, interned));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    /** Shares the strings that repeat from row to row. */
    private static final class Interned {
        private final Map<String, String> types = new HashMap<>();
        private final Map<String, OrganisationId> organisations = new HashMap<>();
    }

    private static RecordedEvent event(ResultSet row, Interned interned) throws SQLException {
        return new RecordedEvent(
                row.getLong(1),
                interned.organisations.computeIfAbsent(row.getString(2), OrganisationId::new),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getLong(6),
                interned.types.computeIfAbsent(row.getString(7), t -> t),
                row.getInt(8),
                instant(row, 9),
                instant(row, 10),
                row.getString(11),
                row.getString(12),
                row.getBytes(13));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
