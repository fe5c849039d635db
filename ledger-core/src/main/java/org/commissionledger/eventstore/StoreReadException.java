package org.commissionledger.eventstore;

/** The database did not answer a read. */
public final class StoreReadException extends RuntimeException {

    public StoreReadException(Throwable cause) {
        super("The event store could not be read.", cause);
    }
}
