package org.commissionledger.command;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.eventstore.AnsweredRequests;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.StreamPrefetch;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The way in for commands: runs them against their aggregates, appends what they decided, and answers after the durable commit. A
 * decision, also one to refuse, counts only when all that it was read from still holds at the append; otherwise it is made again.
 */
public final class Ledger {

    private final Attempt.Tools tools;
    private final StreamPrefetch prefetch;
    private final Remembered remembered;
    private final AnsweredRequests answered;
    private final EventCodec codec;
    private final Consumer<StreamId> onConflict;
    private final MeterRegistry meters;

    /** The aggregates that are in memory. */
    interface Remembered {

        /** Whether a stream need not be read ahead. */
        boolean holds(StreamId stream);
    }

    Ledger(
            Attempt.Tools tools,
            StreamPrefetch prefetch,
            Remembered remembered,
            AnsweredRequests answered,
            EventCodec codec,
            Consumer<StreamId> onConflict,
            MeterRegistry meters) {
        this.tools = tools;
        this.prefetch = prefetch;
        this.remembered = remembered;
        this.answered = answered;
        this.codec = codec;
        this.onConflict = onConflict;
        this.meters = meters;
    }

    /**
     * A command to be, made anew at each attempt because what it is read from may have changed in between.
     *
     * @param refusal why the command cannot even be made; exactly one of {@code command} and {@code refusal} is there
     * @param basis what either was read from besides the command's own stream
     */
    public record Draft(
            @Nullable LedgerCommand command, @Nullable Rejection refusal, Map<String, Long> basis) {

        public Draft(LedgerCommand command, Map<String, Long> basis) {
            this(command, null, basis);
        }

        public static Draft of(LedgerCommand command) {
            return new Draft(command, Map.of());
        }

        /** A refusal that rests on {@code basis}: when that has moved on, the draft is made again. */
        public static Draft refused(Rejection refusal, Map<String, Long> basis) {
            return new Draft(null, refusal, basis);
        }
    }

    /**
     * Makes the draft of a command; the ledger calls it again when the decision turns out to rest on old news. It may throw a
     * {@link Rejection} that rests on nothing that could be old, such as one just read to be missing.
     */
    @FunctionalInterface
    public interface Drafting {
        Draft draft();
    }

    /** What one command came to. Exactly one of {@code value} and {@code refusal} is there. */
    public record Result(@Nullable Object value, @Nullable Rejection refusal, boolean changed) {}

    /** A request key, and how to write the answer that is kept under it. */
    public record Keyed(RequestKey key, BiFunction<Result, Receipt, StoredAnswer> answer) {}

    /** The answer to a single request. */
    public sealed interface Reply {
        /** Decided now. */
        record Fresh(
                Result result, Receipt receipt, @Nullable StoredAnswer answer) implements Reply {}

        /** Decided before under the same key; the fingerprint tells whether it was the same request. */
        record Repeated(byte[] fingerprint, StoredAnswer answer, long position) implements Reply {}
    }

    /**
     * One command, one transaction.
     *
     * @throws StoreUnavailableException when the store cannot take it now
     */
    public Reply execute(CommandContext context, Drafting drafting, @Nullable Keyed keyed) {
        String metadata = codec.encode(context.metadata());
        for (Attempts attempts = new Attempts(); attempts.areLeft(); ) {
            if (!attempts.isFirst() && keyed != null) {
                Optional<Append.Outcome.Repeated> before = answered.find(context.organisation(), keyed.key());
                if (before.isPresent()) {
                    return repeated(before.get());
                }
            }
            List<Result> results = new ArrayList<>(1);
            Ending ending = (once, root) -> {
                Append.KeyedAnswer answer = keyed == null
                        ? null
                        : new Append.KeyedAnswer(
                                keyed.key(), receipt -> keyed.answer().apply(results.getFirst(), receipt));
                return once.finish(root, answer);
            };
            Attempt once = tools.on(new Submission(context.organisation(), metadata, attempts.isFirst()));
            switch (attempt(once, List.of(), () -> results.add(once.run(drafting)), ending)) {
                case Append.Outcome.Appended appended -> {
                    count(results.getFirst());
                    return new Reply.Fresh(results.getFirst(), appended.receipt(), appended.answer());
                }
                case Append.Outcome.Repeated repeated -> {
                    return repeated(repeated);
                }
                case Append.Outcome.Conflicted conflict -> conflicted(context, conflict, attempts);
            }
        }
        throw StoreUnavailableException.busy("Others changed the same thing again and again; nothing was written.");
    }

    private static Reply.Repeated repeated(Append.Outcome.Repeated repeated) {
        return new Reply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position());
    }

    /** What becomes of what was decided. */
    @FunctionalInterface
    private interface Ending {
        CompletableFuture<Append.Outcome> end(Attempt once, UnitOfWork<?> root);
    }

    /** Decides under the locks, hands over, and waits without them: see decision 32 (docs/decisions). */
    private static Append.Outcome attempt(Attempt once, List<StreamId> streams, Runnable deciding, Ending ending) {
        CompletableFuture<Append.Outcome> handedOver;
        try (EventAppender.Deciding ignored = once.announce()) {
            handedOver = handOver(once, streams, deciding, ending);
        }
        return once.await(handedOver);
    }

    private static CompletableFuture<Append.Outcome> handOver(
            Attempt once, List<StreamId> streams, Runnable deciding, Ending ending) {
        UnitOfWork<?> root = once.begin(streams);
        try {
            try {
                deciding.run();
            } catch (RuntimeException e) {
                return once.broken(e);
            }
            return ending.end(once, root);
        } finally {
            once.abandon(root);
        }
    }

    /** What a group of commands came to. */
    public sealed interface GroupReply {
        record Fresh(List<Result> results, Receipt receipt) implements GroupReply {}

        record Repeated(byte[] fingerprint, StoredAnswer answer, long position) implements GroupReply {}
    }

    /** One item of a group: its stream is known before its command is made, so that all are read in one look. */
    public record Item(StreamId stream, Drafting drafting) {}

    /** Makes the items of a group, anew at each attempt, so that what they all rest on can be read in one look. */
    @FunctionalInterface
    public interface Grouping {

        /** @param again whether an attempt before rested on old news: what is remembered should be read anew */
        List<Item> items(boolean again);
    }

    /** Commands in order in one transaction, each of which reads for itself what it rests on. */
    public GroupReply executeGroup(
            CommandContext context,
            List<Item> items,
            boolean atomic,
            @Nullable RequestKey key,
            BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
        return executeGroup(context, again -> items, atomic, key, answer);
    }

    /**
     * Commands in order in one transaction.
     *
     * @param atomic one refusal refuses all: nothing is written, and the results say which were refused
     */
    public GroupReply executeGroup(
            CommandContext context,
            Grouping grouping,
            boolean atomic,
            @Nullable RequestKey key,
            BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
        GroupEnding ending = (once, root, results) -> {
            boolean refuseAll = atomic && results.stream().anyMatch(r -> r.refusal() != null && !isUnchanged(r));
            Append.KeyedAnswer keyed =
                    key == null ? null : new Append.KeyedAnswer(key, receipt -> answer.apply(results, receipt));
            return refuseAll ? once.refuse(root, keyed) : once.finish(root, keyed);
        };
        GroupReply reply = decide(context, grouping, ending);
        if (reply instanceof GroupReply.Fresh fresh) {
            fresh.results().forEach(this::count);
        }
        return reply;
    }

    /**
     * What a group would come to now: decided just as {@link #executeGroup} does, each command on what those before it came to, and then
     * thrown away. Nothing is written, not even a key, and nothing is promised.
     */
    public List<Result> rehearse(CommandContext context, List<Item> items) {
        GroupReply reply = decide(context, again -> items, (once, root, results) -> once.refuse(root, null));
        if (!(reply instanceof GroupReply.Fresh fresh)) {
            throw new IllegalStateException("a group without a key cannot be repeated");
        }
        return fresh.results();
    }

    /** What becomes of a group that was decided. */
    @FunctionalInterface
    private interface GroupEnding {
        CompletableFuture<Append.Outcome> end(Attempt once, UnitOfWork<?> root, List<Result> results);
    }

    private GroupReply decide(CommandContext context, Grouping grouping, GroupEnding ending) {
        String metadata = codec.encode(context.metadata());
        for (Attempts attempts = new Attempts(); attempts.areLeft(); ) {
            List<Item> items = grouping.items(!attempts.isFirst());
            List<StreamId> streams = items.stream().map(Item::stream).distinct().toList();
            Submission submission = new Submission(context.organisation(), metadata, false);
            Attempt once = tools.on(submission);
            List<Result> results = new ArrayList<>(items.size());
            Runnable deciding = () -> {
                List<StreamId> cold = streams.stream()
                        .filter(stream -> !remembered.holds(stream))
                        .toList();
                submission.prefetched(prefetch.read(context.organisation(), cold));
                items.forEach(item -> results.add(once.run(item.drafting())));
            };
            switch (attempt(once, streams, deciding, (a, root) -> ending.end(a, root, results))) {
                case Append.Outcome.Appended appended -> {
                    return new GroupReply.Fresh(results, appended.receipt());
                }
                case Append.Outcome.Repeated repeated -> {
                    return new GroupReply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position());
                }
                case Append.Outcome.Conflicted conflict -> conflicted(context, conflict, attempts);
            }
        }
        throw StoreUnavailableException.busy(
                "Others changed the same things again and again; the group was not written.");
    }

    private static boolean isUnchanged(Result result) {
        return result.refusal() != null && result.refusal().isAlreadyAsAsked();
    }

    /** Whoever keeps what was read from that stream must forget it before the next attempt. */
    private void conflicted(CommandContext context, Append.Outcome.Conflicted conflict, Attempts attempts) {
        meters.counter("ledger.append.conflicts").increment();
        onConflict.accept(new StreamId(context.organisation(), conflict.stream()));
        attempts.after(conflict);
    }

    private void count(Result result) {
        if (result.refusal() != null) {
            meters.counter("ledger.refusals", "code", result.refusal().code()).increment();
        }
    }
}
