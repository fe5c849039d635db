package org.commissionledger.projection.engine;

/** A batch could not be written; it is tried again. */
final class ProjectionFault extends RuntimeException {
    ProjectionFault(String projection, Throwable cause) {
        super("projection " + projection + " could not write a batch", cause);
    }
}
