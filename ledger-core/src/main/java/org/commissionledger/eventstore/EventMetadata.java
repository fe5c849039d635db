package org.commissionledger.eventstore;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who caused an event, through what, and why.
 *
 * @param actor the client or user that asked
 * @param role the role it had
 * @param reason given by the actor, if any
 * @param requestKey the request's Idempotency-Key
 * @param correlationId joins all that one request caused
 * @param causationId the event that caused this one, when the ledger acted by itself
 */
public record EventMetadata(
        String actor,
        String role,
        Source source,
        @Nullable String reason,
        @Nullable String requestKey,
        @Nullable String correlationId,
        @Nullable String causationId) {

    /** The way in that the command took. */
    public enum Source {
        API,
        DASHBOARD,
        IMPORT,
        SYSTEM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static EventMetadata system(String actor) {
        return new EventMetadata(actor, "SYSTEM", Source.SYSTEM, null, null, null, null);
    }
}
