package org.commissionledger.proof;

import javax.sql.DataSource;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;

/** Makes proofs from the store: a few hundred rows each, however long the history. */
public final class Proofs {

    private final EventReader reader;
    private final DataSource dataSource;

    public Proofs(EventReader reader, DataSource dataSource) {
        this.reader = reader;
        this.dataSource = dataSource;
    }

    /** @throws IllegalArgumentException when the checkpoint does not cover the event */
    public InclusionProof inclusion(RecordedEvent event, Checkpoint checkpoint) {
        long index = event.ledgerSequence() - 1;
        return new InclusionProof(
                index,
                new HashChain().leaf(event),
                tree(checkpoint).inclusion(index, checkpoint.ledgerSequence()),
                checkpoint);
    }

    /** @throws IllegalArgumentException when {@code to} is not behind {@code from}, or the same */
    public ConsistencyProof consistency(Checkpoint from, Checkpoint to) {
        return new ConsistencyProof(from, to, tree(to).consistency(from.ledgerSequence(), to.ledgerSequence()));
    }

    private MerkleTree tree(Checkpoint checkpoint) {
        return new MerkleTree(new StoredTree(checkpoint.organisation(), reader, dataSource));
    }
}
