package org.commissionledger.proof;

/** Hears of each new checkpoint once it is durable, in the database and in the file. */
@FunctionalInterface
public interface Sealed {

    /** Runs on the sealer's thread: it must be quick, and what it throws is logged and passed over. */
    void sealed(Checkpoint checkpoint);
}
