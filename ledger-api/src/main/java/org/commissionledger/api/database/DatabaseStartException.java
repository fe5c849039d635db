package org.commissionledger.api.database;

import org.jspecify.annotations.Nullable;

/** The database cannot be used; the message tells the operator what to do. */
public final class DatabaseStartException extends RuntimeException {
    DatabaseStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
