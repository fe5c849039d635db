package org.commissionledger.proof;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Seals histories. What is new is checked before it is signed: the chain follows on from the last checkpoint, and the tree is one that
 * has grown from the last checkpoint's. One node at a time seals an organisation, and a node one organisation.
 */
public final class Sealing {

    /** Events that one checkpoint covers at the most. */
    public static final int MOST_EVENTS = 10_000;

    private static final int PAGE = 1_000;

    private final DataSource dataSource;
    private final EventReader reader;
    private final SigningKeys keys;
    private final CheckpointFile file;
    private final Clock clock;
    private final CheckpointTable table;

    public Sealing(DataSource dataSource, EventReader reader, SigningKeys keys, CheckpointFile file, Clock clock) {
        this.dataSource = dataSource;
        this.reader = reader;
        this.keys = keys;
        this.file = file;
        this.clock = clock;
        this.table = new CheckpointTable(dataSource);
    }

    /**
     * Seals what is new, {@link #MOST_EVENTS} at the most.
     *
     * @return nothing when nothing is new
     * @throws SealingRefusedException when the history is not what was sealed before
     */
    public synchronized Optional<Checkpoint> sealNext(OrganisationId organisation) {
        Optional<Checkpoint> made = sealInDatabase(organisation);
        copyToFile(organisation); // also when nothing is new: the last time it may have failed
        return made;
    }

    private Optional<Checkpoint> sealInDatabase(OrganisationId organisation) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection, organisation);
                Checkpoint made = seal(connection, organisation);
                connection.commit();
                return Optional.ofNullable(made);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    /** Waits for other nodes; holds until the end of the transaction. */
    private static void lock(Connection connection, OrganisationId organisation) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "seal " + organisation.value());
            statement.execute();
        }
    }

    private @Nullable Checkpoint seal(Connection connection, OrganisationId organisation) throws SQLException {
        Checkpoint last = CheckpointTable.newest(connection, organisation).orElse(null);
        requireNothingLost(organisation, last);
        StoredTree stored = new StoredTree(organisation, reader, dataSource);
        RecordedEvent head = walk(connection, organisation, last, stored);
        if (head == null) {
            return null;
        }
        MerkleTree tree = new MerkleTree(stored);
        if (last != null && !MessageDigest.isEqual(tree.root(last.ledgerSequence()), last.root())) {
            throw refused(
                    FindingCode.CHECKPOINT_ROOT,
                    last.ledgerSequence(),
                    "The history up to the last checkpoint is not the one that was sealed.");
        }
        Checkpoint sealed = keys.sign(new Checkpoint(
                organisation,
                head.ledgerSequence(),
                head.position(),
                head.hash(),
                tree.root(head.ledgerSequence()),
                HashChain.micros(clock.instant()),
                keys.keyId(),
                new byte[0]));
        CheckpointTable.insert(connection, sealed);
        return sealed;
    }

    /** The table must have what the file has: otherwise somebody took checkpoints away, or put an older database back. */
    private void requireNothingLost(OrganisationId organisation, @Nullable Checkpoint last) {
        Checkpoint told = file.newest(organisation).orElse(null);
        if (told == null) {
            return;
        }
        boolean behind = last == null || last.ledgerSequence() < told.ledgerSequence();
        boolean other = last != null
                && last.ledgerSequence() == told.ledgerSequence()
                && !MessageDigest.isEqual(last.signature(), told.signature());
        if (behind || other) {
            throw refused(
                    FindingCode.CHECKPOINT_LOST,
                    told.ledgerSequence(),
                    "The file outside the database has a checkpoint that the database does not have.");
        }
    }

    /** Hashes what is new, and keeps the subtrees that it completes. */
    private @Nullable RecordedEvent walk(
            Connection connection, OrganisationId organisation, @Nullable Checkpoint last, StoredTree stored)
            throws SQLException {
        long sealed = last == null ? 0 : last.ledgerSequence();
        byte[] hash = last == null ? HashChain.genesis() : last.hash();
        HashChain chain = new HashChain();
        RecordedEvent head = null;
        long at = sealed;
        List<RecordedEvent> page;
        do {
            page = reader.history(organisation, HistoryQuery.range(at, sealed + MOST_EVENTS), PAGE);
            for (RecordedEvent event : page) {
                byte[] leaf = chain.leaf(event);
                hash = chain.link(hash, leaf);
                require(event, at + 1, hash);
                at++;
                head = event;
                grow(connection, stored, at, leaf);
            }
        } while (page.size() == PAGE);
        return head;
    }

    private static void require(RecordedEvent event, long sequence, byte[] hash) {
        if (event.ledgerSequence() != sequence) {
            throw refused(FindingCode.EVENT_SEQUENCE, sequence, "Event " + sequence + " is missing.");
        }
        if (!MessageDigest.isEqual(hash, event.hash())) {
            throw refused(FindingCode.EVENT_HASH, sequence, "The chain is broken here.");
        }
    }

    /** @param size leaves that the tree has now */
    private static void grow(Connection connection, StoredTree stored, long size, byte[] leaf) throws SQLException {
        stored.remember(size - 1, leaf);
        for (int level : new int[] {StoredTree.BLOCK_LEVEL, StoredTree.LARGE_LEVEL}) {
            if (size % (1L << level) == 0) {
                long number = (size >> level) - 1;
                stored.keep(connection, level, number, stored.root(level, number));
            }
        }
    }

    private static SealingRefusedException refused(FindingCode code, long ledgerSequence, String detail) {
        return new SealingRefusedException(new Finding(code, ledgerSequence, detail));
    }

    /**
     * Adds to the file what the database has beyond it: the newest, what a crash kept from the file, and what other nodes sealed in
     * between. What no key of ours signed is left out; {@link HistoryCheck} names it.
     */
    private void copyToFile(OrganisationId organisation) {
        long from = file.newest(organisation).map(Checkpoint::ledgerSequence).orElse(0L);
        Findings left = new Findings();
        PublicKeys published = keys.published();
        table.allAfter(organisation, from).forEachRemaining(checkpoint -> {
            if (CheckpointCheck.isGenuine(checkpoint, published, left)) {
                file.append(checkpoint);
            }
        });
    }
}
