package org.commissionledger.eventstore;

import org.jspecify.annotations.Nullable;

/** The store cannot take the request now. Nothing was written unless {@link #outcomeUnknown()}; asking again later is right. */
public final class StoreUnavailableException extends RuntimeException {

    private final boolean outcomeUnknown;

    private StoreUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    static StoreUnavailableException queueFull() {
        return new StoreUnavailableException("The append queue is full.", false, null);
    }

    static StoreUnavailableException closed() {
        return new StoreUnavailableException("The service is shutting down.", false, null);
    }

    static StoreUnavailableException notWritten(Throwable cause) {
        return new StoreUnavailableException("The database did not take the events; none were written.", false, cause);
    }

    static StoreUnavailableException brokeDown(Error cause) {
        return new StoreUnavailableException(
                "Writing the events broke down; whether they were written shows when the request is sent again.",
                true,
                cause);
    }

    static StoreUnavailableException unknown(Throwable cause) {
        return new StoreUnavailableException(
                "The connection was lost while the events were committed and could not be had again to find out.",
                true,
                cause);
    }

    public static StoreUnavailableException busy(String message) {
        return new StoreUnavailableException(message, false, null);
    }

    /** Whether the events may have been written: only the same request under the same key can be repeated safely. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
