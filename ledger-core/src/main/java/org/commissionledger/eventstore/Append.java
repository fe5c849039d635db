package org.commissionledger.eventstore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * One request to the appender: all of it is written or none.
 *
 * @param basis the streams that the decision was read from, with the sequence of their last event (-1 for a stream without
 *     events): when one of them has moved on, the decision is void and nothing is written
 * @param free names that a refusal found to be free, each as its key with its scope: when one has been given since, the refusal is void,
 *     because what was asked for may have been done already
 * @param before what becomes of those that it was decided behind, which were submitted before: it is written only if all of them are
 * @param keyed the request's key and the answer to keep under it, if it has one
 */
public record Append(
        OrganisationId organisation,
        List<NewEvent> events,
        Map<String, Long> basis,
        Map<UUID, String> free,
        Set<CompletableFuture<Outcome>> before,
        @Nullable KeyedAnswer keyed) {

    /** One that was decided on nothing but what is durable. */
    public Append(
            OrganisationId organisation, List<NewEvent> events, Map<String, Long> basis, @Nullable KeyedAnswer keyed) {
        this(organisation, events, basis, Map.of(), Set.of(), keyed);
    }

    /** Whether it is known by now that it was written. */
    static boolean isWritten(CompletableFuture<Outcome> outcome) {
        return outcome.isDone() && !outcome.isCompletedExceptionally() && outcome.join() instanceof Outcome.Appended;
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
         * A stream that the decision rests on has moved on, or a name that it gives or takes for free is given, or the request that it
         * was decided behind was not written: decide again.
         *
         * @param stream what may have been remembered wrongly: a stream or, of a name, its scope
         * @param misled whether nobody overtook it, but what it was decided behind was not written
         */
        record Conflicted(String stream, boolean misled) implements Outcome {

            static Conflicted overtaken(String stream) {
                return new Conflicted(stream, false);
            }

            static Conflicted misled(String stream) {
                return new Conflicted(stream, true);
            }
        }
    }
}
