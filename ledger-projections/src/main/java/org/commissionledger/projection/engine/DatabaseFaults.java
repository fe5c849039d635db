package org.commissionledger.projection.engine;

import java.sql.SQLException;
import java.util.Set;
import org.commissionledger.person.KeysUnavailableException;
import org.jspecify.annotations.Nullable;

/** Tells faults that pass by themselves from those that an event causes whenever it is tried. */
final class DatabaseFaults {

    /** Connection, transaction rollback, resources, operator intervention, lock not available: all pass. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "55", "57", "58");

    private DatabaseFaults() {}

    static boolean isTransient(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeysUnavailableException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.length() < 2 || TRANSIENT_CLASSES.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
