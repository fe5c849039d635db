package org.commissionledger.projection.engine;

/** Something else is being done to the projection: ask again in a while. */
public final class ProjectionBusyException extends RuntimeException {

    ProjectionBusyException(String message) {
        super(message);
    }
}
