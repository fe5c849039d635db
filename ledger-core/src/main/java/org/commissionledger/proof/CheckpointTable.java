package org.commissionledger.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.organisation.OrganisationId;

/** The checkpoints in the database. Index: checkpoint_pk. */
public final class CheckpointTable {

    private static final int PAGE = 500;
    private static final String SELECT =
            "select organisation, ledger_sequence, position, hash, root, sealed_at, key_id, signature from ledger.checkpoint ";

    private final DataSource dataSource;

    public CheckpointTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Fills in the parameters of a statement. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    public Optional<Checkpoint> newest(OrganisationId organisation) {
        try (Connection connection = dataSource.getConnection()) {
            return newest(connection, organisation);
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    static Optional<Checkpoint> newest(Connection connection, OrganisationId organisation) throws SQLException {
        return query(
                        connection,
                        SELECT + "where organisation = ? order by ledger_sequence desc limit 1",
                        s -> s.setString(1, organisation.value()))
                .stream()
                .findFirst();
    }

    /** The checkpoint at just that event. */
    public Optional<Checkpoint> at(OrganisationId organisation, long ledgerSequence) {
        return at(organisation, List.of(ledgerSequence)).stream().findFirst();
    }

    /** The checkpoints at just these events. */
    public List<Checkpoint> at(OrganisationId organisation, Collection<Long> ledgerSequences) {
        return query(SELECT + "where organisation = ? and ledger_sequence = any(?)", s -> {
            s.setString(1, organisation.value());
            s.setArray(2, s.getConnection().createArrayOf("int8", ledgerSequences.toArray()));
        });
    }

    /** Behind {@code ledgerSequence}, the oldest first, at most {@code limit}. */
    public List<Checkpoint> after(OrganisationId organisation, long ledgerSequence, int limit) {
        return query(SELECT + "where organisation = ? and ledger_sequence > ? order by ledger_sequence limit ?", s -> {
            s.setString(1, organisation.value());
            s.setLong(2, ledgerSequence);
            s.setInt(3, limit);
        });
    }

    /** Before {@code ledgerSequence}, the newest first, at most {@code limit}. */
    public List<Checkpoint> before(OrganisationId organisation, long ledgerSequence, int limit) {
        return query(
                SELECT + "where organisation = ? and ledger_sequence < ? order by ledger_sequence desc limit ?", s -> {
                    s.setString(1, organisation.value());
                    s.setLong(2, ledgerSequence);
                    s.setInt(3, limit);
                });
    }

    /** All behind {@code ledgerSequence}, the oldest first, read page by page. */
    public Iterator<Checkpoint> allAfter(OrganisationId organisation, long ledgerSequence) {
        return new Iterator<>() {
            private Iterator<Checkpoint> page = List.<Checkpoint>of().iterator();
            private long last = ledgerSequence;
            private boolean ended;

            @Override
            public boolean hasNext() {
                if (!page.hasNext() && !ended) {
                    page = after(organisation, last, PAGE).iterator();
                    ended = !page.hasNext();
                }
                return page.hasNext();
            }

            @Override
            public Checkpoint next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Checkpoint next = page.next();
                last = next.ledgerSequence();
                return next;
            }
        };
    }

    static void insert(Connection connection, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into ledger.checkpoint (organisation, ledger_sequence, position, hash, root, sealed_at, key_id, signature)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, checkpoint.organisation().value());
            statement.setLong(2, checkpoint.ledgerSequence());
            statement.setLong(3, checkpoint.position());
            statement.setBytes(4, checkpoint.hash());
            statement.setBytes(5, checkpoint.root());
            statement.setObject(6, checkpoint.sealedAt().atOffset(ZoneOffset.UTC));
            statement.setString(7, checkpoint.keyId());
            statement.setBytes(8, checkpoint.signature());
            statement.executeUpdate();
        }
    }

    private List<Checkpoint> query(String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection()) {
            return query(connection, sql, binding);
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    private static List<Checkpoint> query(Connection connection, String sql, Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            List<Checkpoint> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(checkpoint(rows));
                }
            }
            return found;
        }
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                new OrganisationId(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getBytes(4),
                row.getBytes(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(7),
                row.getBytes(8));
    }
}
