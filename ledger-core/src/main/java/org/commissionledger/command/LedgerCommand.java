package org.commissionledger.command;

import org.commissionledger.eventstore.StreamId;
import org.commissionledger.rejection.Rejection;

/** A wish to change something: a record that carries its time and ids, with its stream as Axon's target identifier. */
public interface LedgerCommand {

    StreamId stream();

    /** The answer when the stream has no events, for a command that creates nothing. */
    default Rejection whenMissing() {
        throw new IllegalStateException(getClass() + " creates its stream, so it cannot be missing");
    }
}
