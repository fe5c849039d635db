package org.commissionledger.projection.webhooks;

import java.sql.SQLException;

/** The database did not take or give deliveries now; what was under way is done again. */
public final class DeliveriesUnavailableException extends RuntimeException {

    private DeliveriesUnavailableException(SQLException cause) {
        super("deliveries could not be read or written: SQL state " + cause.getSQLState(), cause);
    }

    static DeliveriesUnavailableException of(SQLException cause) {
        return new DeliveriesUnavailableException(cause);
    }
}
