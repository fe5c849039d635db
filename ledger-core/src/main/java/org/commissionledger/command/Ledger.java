package org.commissionledger.command;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
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

    private final CommandBus commandBus;
    private final LockFactory locks;
    private final EventAppender appender;
    private final StreamPrefetch prefetch;
    private final Predicate<StreamId> cached;
    private final EventCodec codec;
    private final Consumer<StreamId> onConflict;
    private final MeterRegistry meters;

    /** @param cached whether what is decided on a stream is in memory, so that it need not be read ahead */
    Ledger(
            CommandBus commandBus,
            LockFactory locks,
            EventAppender appender,
            StreamPrefetch prefetch,
            Predicate<StreamId> cached,
            EventCodec codec,
            Consumer<StreamId> onConflict,
            MeterRegistry meters) {
        this.commandBus = commandBus;
        this.locks = locks;
        this.appender = appender;
        this.prefetch = prefetch;
        this.cached = cached;
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
        for (int attempt = 1; attempt <= Attempts.MOST; attempt++) {
            Submission submission = new Submission(context.organisation(), metadata, attempt == 1);
            Attempt once = new Attempt(submission);
            UnitOfWork<?> root = once.begin(List.of());
            Append.Outcome outcome;
            Result result;
            try {
                result = once.run(drafting);
                Append.KeyedAnswer answer = keyed == null
                        ? null
                        : new Append.KeyedAnswer(
                                keyed.key(), receipt -> keyed.answer().apply(result, receipt));
                outcome = once.finish(root, answer);
            } finally {
                once.abandon(root);
            }
            switch (outcome) {
                case Append.Outcome.Appended appended -> {
                    count(result);
                    return new Reply.Fresh(result, appended.receipt(), appended.answer());
                }
                case Append.Outcome.Repeated repeated -> {
                    return new Reply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position());
                }
                case Append.Outcome.Conflicted conflict -> conflicted(context, conflict, attempt);
            }
        }
        throw StoreUnavailableException.busy("Others changed the same thing again and again; nothing was written.");
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
        String metadata = codec.encode(context.metadata());
        for (int attempt = 1; attempt <= Attempts.MOST; attempt++) {
            List<Item> items = grouping.items(attempt > 1);
            List<StreamId> streams = items.stream().map(Item::stream).distinct().toList();
            Submission submission = new Submission(context.organisation(), metadata, false);
            Attempt once = new Attempt(submission);
            UnitOfWork<?> root = once.begin(streams);
            List<Result> results = new ArrayList<>(items.size());
            Append.Outcome outcome;
            try {
                List<StreamId> cold =
                        streams.stream().filter(Predicate.not(cached)).toList();
                submission.prefetched(prefetch.read(context.organisation(), cold));
                items.forEach(item -> results.add(once.run(item.drafting())));
                boolean refuseAll = atomic && results.stream().anyMatch(r -> r.refusal() != null && !isUnchanged(r));
                Append.KeyedAnswer keyed =
                        key == null ? null : new Append.KeyedAnswer(key, receipt -> answer.apply(results, receipt));
                outcome = refuseAll ? once.refuse(root, keyed) : once.finish(root, keyed);
            } finally {
                once.abandon(root);
            }
            switch (outcome) {
                case Append.Outcome.Appended appended -> {
                    results.forEach(this::count);
                    return new GroupReply.Fresh(results, appended.receipt());
                }
                case Append.Outcome.Repeated repeated -> {
                    return new GroupReply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position());
                }
                case Append.Outcome.Conflicted conflict -> conflicted(context, conflict, attempt);
            }
        }
        throw StoreUnavailableException.busy(
                "Others changed the same things again and again; the group was not written.");
    }

    private static boolean isUnchanged(Result result) {
        return result.refusal() != null && result.refusal().isAlreadyAsAsked();
    }

    /** Whoever keeps what was read from that stream must forget it before the next attempt. */
    private void conflicted(CommandContext context, Append.Outcome.Conflicted conflict, int attempt) {
        meters.counter("ledger.append.conflicts").increment();
        onConflict.accept(new StreamId(context.organisation(), conflict.stream()));
        Attempts.standBack(attempt);
    }

    private void count(Result result) {
        if (result.refusal() != null) {
            meters.counter("ledger.refusals", "code", result.refusal().code()).increment();
        }
    }

    /** One try at a unit of work. */
    private final class Attempt {

        private final Submission submission;
        private final List<Lock> held = new ArrayList<>();

        Attempt(Submission submission) {
            this.submission = submission;
        }

        /** Locks of many streams are taken in one order by everybody, so that two groups never wait for each other. */
        UnitOfWork<?> begin(List<StreamId> streams) {
            TreeSet<String> inOrder = new TreeSet<>();
            streams.forEach(stream -> inOrder.add(stream.toString()));
            inOrder.forEach(stream -> held.add(locks.obtainLock(stream)));
            UnitOfWork<?> root = DefaultUnitOfWork.startAndGet(null);
            submission.attachTo(root);
            return root;
        }

        Result run(Drafting drafting) {
            try {
                Draft draft = drafting.draft();
                submission.read(draft.basis());
                return draft.command() == null ? new Result(null, draft.refusal(), false) : dispatch(draft.command());
            } catch (Rejection refusal) {
                return new Result(null, refusal, false);
            }
        }

        /** A command is not stored and never looked up: its message needs no identifier of its own. */
        private static CommandMessage<LedgerCommand> message(LedgerCommand command) {
            return new GenericCommandMessage<>(
                    new GenericMessage<>("command", command, MetaData.emptyInstance()),
                    command.getClass().getName());
        }

        private Result dispatch(LedgerCommand command) {
            int before = submission.publishedCount();
            CommandOutcome outcome = new CommandOutcome();
            commandBus.dispatch(message(command), outcome::set);
            CommandResultMessage<?> result = outcome.get();
            if (!result.isExceptional()) {
                return new Result(result.getPayload(), null, submission.publishedCount() > before);
            }
            Throwable failure = result.exceptionResult();
            if (failure instanceof AggregateNotFoundException) {
                submission.read(command.stream(), -1);
                return new Result(null, command.whenMissing(), false);
            }
            if (failure instanceof Rejection refusal) {
                if (submission.publishedCount() > before) {
                    throw new IllegalStateException(command.getClass() + " was refused after it had changed something");
                }
                return new Result(null, refusal, false);
            }
            throw failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
        }

        /** Appends within the commit, while the locks are held and before caches may keep what was decided. */
        Append.Outcome finish(UnitOfWork<?> root, Append.@Nullable KeyedAnswer keyed) {
            Append.Outcome[] outcome = new Append.Outcome[1];
            root.onCommit(u -> {
                outcome[0] = appender.append(submission.toAppend(keyed));
                if (!(outcome[0] instanceof Append.Outcome.Appended)) {
                    throw NotAppended.INSTANCE;
                }
            });
            try {
                root.commit();
            } catch (NotAppended e) {
                // The unit of work has rolled back, and with it what the caches held; the outcome says why.
            }
            return outcome[0];
        }

        Append.Outcome refuse(UnitOfWork<?> root, Append.@Nullable KeyedAnswer keyed) {
            root.rollback();
            return appender.append(submission.toRefusal(keyed));
        }

        void abandon(UnitOfWork<?> root) {
            if (root.isActive()) {
                root.rollback();
            }
            held.forEach(Lock::release);
        }
    }

    private static final class CommandOutcome {
        private @Nullable CommandResultMessage<?> result;

        void set(CommandMessage<?> command, CommandResultMessage<?> outcome) {
            result = outcome;
        }

        CommandResultMessage<?> get() {
            if (result == null) {
                throw new IllegalStateException("the command bus handles commands in the caller's thread");
            }
            return result;
        }
    }

    private static final class NotAppended extends RuntimeException {
        static final NotAppended INSTANCE = new NotAppended();

        private NotAppended() {
            super(null, null, false, false);
        }
    }
}
