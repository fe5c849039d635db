package org.commissionledger.eventstore;

import org.jspecify.annotations.Nullable;

/** An event that names something of which there must be only one; by that name it is found again for good, see {@link OnceEvents}. */
public interface NamedOnce extends LedgerEvent {

    /** Null for an event that names nothing new. */
    @Nullable
    OnceName onceName();
}
