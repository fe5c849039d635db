package org.commissionledger.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * The subtrees of one organisation's tree: the kept roots where there are some, events elsewhere. Whatever it was asked for once it
 * remembers, so that one proof reads the events of two or three blocks of 256 and a few hundred kept roots, however long the history.
 */
final class StoredTree implements MerkleTree.Subtrees {

    static final int BLOCK_LEVEL = 8;
    static final int LARGE_LEVEL = 16;
    private static final int BLOCK = 1 << BLOCK_LEVEL;

    private final OrganisationId organisation;
    private final EventReader reader;
    private final DataSource dataSource;
    private final HashChain chain = new HashChain();
    private final Map<Long, byte[]> leaves = new HashMap<>();
    private final Map<Long, Map<Long, byte[]>> blocks = new HashMap<>();
    private @Nullable Map<Long, byte[]> large;

    StoredTree(OrganisationId organisation, EventReader reader, DataSource dataSource) {
        this.organisation = organisation;
        this.reader = reader;
        this.dataSource = dataSource;
    }

    @Override
    public byte[] root(int level, long number) {
        byte[] kept = level == 0 ? leaf(number) : kept(level, number);
        return kept != null ? kept : MerkleTree.node(root(level - 1, 2 * number), root(level - 1, 2 * number + 1));
    }

    private byte @Nullable [] kept(int level, long number) {
        if (level == BLOCK_LEVEL) {
            long parent = number >> (LARGE_LEVEL - BLOCK_LEVEL);
            return blocks.computeIfAbsent(
                            parent,
                            p -> read(level, p << (LARGE_LEVEL - BLOCK_LEVEL), 1L << (LARGE_LEVEL - BLOCK_LEVEL)))
                    .get(number);
        }
        if (level == LARGE_LEVEL) {
            if (large == null) {
                large = read(level, 0, Long.MAX_VALUE);
            }
            return large.get(number);
        }
        return null;
    }

    /** A leaf that is at hand already. */
    void remember(long index, byte[] leaf) {
        leaves.put(index, leaf);
    }

    private byte[] leaf(long index) {
        byte[] leaf = leaves.get(index);
        if (leaf == null) {
            long first = index / BLOCK * BLOCK;
            List<RecordedEvent> events = reader.history(organisation, HistoryQuery.range(first, first + BLOCK), BLOCK);
            events.forEach(event -> leaves.put(event.ledgerSequence() - 1, chain.leaf(event)));
            leaf = leaves.get(index);
        }
        if (leaf == null) {
            throw new SealingRefusedException(
                    new Finding(FindingCode.EVENT_SEQUENCE, index + 1, "Event " + (index + 1) + " is missing."));
        }
        return leaf;
    }

    // Grain: one complete subtree. Range: [first, first + count). Index: subtree_pk.
    private Map<Long, byte[]> read(int level, long first, long count) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select number, root from ledger.subtree where organisation = ? and level = ?"
                                + " and number >= ? and number - ? < ?")) {
            statement.setString(1, organisation.value());
            statement.setInt(2, level);
            statement.setLong(3, first);
            statement.setLong(4, first);
            statement.setLong(5, count);
            Map<Long, byte[]> roots = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    roots.put(rows.getLong(1), rows.getBytes(2));
                }
            }
            return roots;
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    void keep(Connection connection, int level, long number, byte[] root) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into ledger.subtree (organisation, level, number, root) values (?, ?, ?, ?) on conflict do nothing")) {
            statement.setString(1, organisation.value());
            statement.setInt(2, level);
            statement.setLong(3, number);
            statement.setBytes(4, root);
            statement.executeUpdate();
        }
        kept(level, number); // reads what stands beside it first
        if (level == LARGE_LEVEL && large != null) {
            large.put(number, root);
        } else {
            blocks.computeIfAbsent(number >> (LARGE_LEVEL - BLOCK_LEVEL), p -> new HashMap<>())
                    .put(number, root);
        }
    }
}
