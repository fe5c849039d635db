package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.commissionledger.organisation.OrganisationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest state of long streams, one row a stream. A snapshot only saves reading: one that is missing, or of another revision
 * than the present code's, is passed over, and the table can be emptied at any time.
 */
public final class SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

    private final DataSource dataSource;
    private final EventCodec codec;
    private final EventTypes types;

    /** @param types the aggregates that may be stored, each with the revision of its state */
    public SnapshotStore(DataSource dataSource, EventCodec codec, EventTypes types) {
        this.dataSource = dataSource;
        this.codec = codec;
        this.types = types;
    }

    void store(DomainEventMessage<?> snapshot) {
        store(List.of(new Snapshot(
                StreamId.parse(snapshot.getAggregateIdentifier()),
                types.of(snapshot.getPayloadType()),
                snapshot.getSequenceNumber(),
                codec.encode(snapshot.getPayload()))));
    }

    /** Snapshots that cannot be written are no loss: the streams are read instead. */
    void store(List<Snapshot> snapshots) {
        String sql = """
                insert into ledger.snapshot (organisation, stream, stream_sequence, type, revision, payload, made_at)
                values (?, ?, ?, ?, ?, ?, now())
                on conflict (organisation, stream) do update
                   set stream_sequence = excluded.stream_sequence, type = excluded.type, revision = excluded.revision,
                       payload = excluded.payload, made_at = excluded.made_at
                 where ledger.snapshot.stream_sequence < excluded.stream_sequence
                    or ledger.snapshot.revision <> excluded.revision""";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Snapshot snapshot : snapshots) {
                statement.setString(1, snapshot.stream().organisation().value());
                statement.setString(2, snapshot.stream().stream());
                statement.setLong(3, snapshot.sequence());
                statement.setString(4, snapshot.type().name());
                statement.setInt(5, snapshot.type().revision());
                statement.setString(6, snapshot.payload());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            LOG.warn("{} snapshots were not stored", snapshots.size(), e);
        }
    }

    Optional<DomainEventMessage<?>> read(StreamId stream) {
        Snapshot snapshot = read(stream.organisation(), List.of(stream)).get(stream);
        return snapshot == null ? Optional.empty() : Optional.of(snapshot.message(codec));
    }

    /** The snapshots of many streams in one look; a stream without one is left out. */
    Map<StreamId, Snapshot> read(OrganisationId organisation, Collection<StreamId> streams) {
        // short streams are never snapshotted: no look-up for them
        List<String> names = streams.stream()
                .filter(this::isOfAKindThatIsStored)
                .map(StreamId::stream)
                .toList();
        if (names.isEmpty()) {
            return Map.of();
        }
        String sql = "select stream, stream_sequence, type, revision, payload from ledger.snapshot"
                + " where organisation = ? and stream = any(?)";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, organisation.value());
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Map<StreamId, Snapshot> found = new HashMap<>();
                while (rows.next()) {
                    EventType type = types.named(rows.getString(3));
                    if (type.revision() == rows.getInt(4)) {
                        StreamId stream = new StreamId(organisation, rows.getString(1));
                        found.put(stream, new Snapshot(stream, type, rows.getLong(2), rows.getString(5)));
                    }
                }
                return found;
            }
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    private boolean isOfAKindThatIsStored(StreamId stream) {
        String kind = stream.stream().substring(0, Math.max(0, stream.stream().indexOf('/')));
        return types.all().stream().anyMatch(type -> type.name().equals(kind));
    }
}
