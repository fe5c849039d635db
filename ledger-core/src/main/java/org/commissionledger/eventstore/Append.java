package org.commissionledger.eventstore;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * One request to the appender: all of it is written or none.
 *
 * @param basis the streams that the decision was read from, with the sequence of their last event (-1 for a stream without
 *     events): when one of them has moved on, the decision is void and nothing is written
 * @param keyed the request's key and the answer to keep under it, if it has one
 */
public record Append(
        OrganisationId organisation,
        List<NewEvent> events,
        Map<String, Long> basis,
        @Nullable KeyedAnswer keyed) {

    /** Whether nothing that others write can make it void: a refusal that was read from nothing that changes. */
    public boolean restsOnNothing() {
        return events.isEmpty() && basis.isEmpty();
    }

    /** The answer is made when the events have their positions and times, and stored in the same transaction. */
    public record KeyedAnswer(RequestKey key, Function<Receipt, StoredAnswer> answer) {}

    /** What became of it. */
    public sealed interface Outcome {

        /** Written and durable. */
        record Appended(Receipt receipt, @Nullable StoredAnswer answer) implements Outcome {}

        /** The key was used before: nothing was written. */
        record Repeated(byte[] fingerprint, StoredAnswer answer, long position) implements Outcome {}

        /**
         * A stream that the decision rests on has moved on, or the key of an event that was decided for it is there, or the request that
         * it was decided behind was not written: decide again.
         */
        record Conflicted(String stream) implements Outcome {}
    }
}
