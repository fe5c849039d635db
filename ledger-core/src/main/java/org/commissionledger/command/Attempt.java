package org.commissionledger.command;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.SnapshotWriter;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** One try at deciding commands, in a unit of work. */
final class Attempt {

    private final Tools tools;
    private final Submission submission;
    private final List<Lock> held = new ArrayList<>();

    private Attempt(Tools tools, Submission submission) {
        this.tools = tools;
        this.submission = submission;
    }

    /** What every try needs. */
    record Tools(CommandBus commandBus, LockFactory locks, EventAppender appender, SnapshotWriter snapshots) {
        Attempt on(Submission submission) {
            return new Attempt(this, submission);
        }
    }

    EventAppender.Deciding announce() {
        return tools.appender.deciding();
    }

    /** Locks of many streams are taken in one order by everybody, so that two groups never wait for each other. */
    UnitOfWork<?> begin(List<StreamId> streams) {
        TreeSet<String> inOrder = new TreeSet<>();
        streams.forEach(stream -> inOrder.add(stream.toString()));
        try {
            inOrder.forEach(stream -> held.add(tools.locks.obtainLock(stream)));
        } catch (RuntimeException e) {
            release();
            throw e;
        }
        UnitOfWork<?> root = DefaultUnitOfWork.startAndGet(null);
        submission.attachTo(root);
        return root;
    }

    Result run(Drafting drafting) {
        submission.next();
        Result result = decide(drafting);
        if (result.refusal() != null) {
            submission.refused();
        }
        return result;
    }

    private Result decide(Drafting drafting) {
        try {
            Draft draft = drafting.draft();
            submission.read(draft.basis());
            return draft.command() == null ? new Result(null, draft.refusal(), false) : dispatch(draft.command());
        } catch (Rejection refusal) {
            return new Result(null, refusal, false);
        }
    }

    /**
     * What becomes of decisions that cannot even be made: on what is durable they fail, but behind decisions that will never be written
     * there may be what cannot be. Then they are made again, on what was written.
     */
    CompletableFuture<Append.Outcome> broken(RuntimeException failure) {
        CompletableFuture<Append.Outcome> misled = submission.misled();
        if (misled == null) {
            throw failure;
        }
        return misled;
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
        tools.commandBus.dispatch(message(command), outcome::set);
        CommandResultMessage<?> result = outcome.get();
        if (!result.isExceptional()) {
            return new Result(result.getPayload(), null, submission.publishedCount() > before);
        }
        Throwable failure = result.exceptionResult();
        if (failure instanceof AggregateNotFoundException) {
            submission.read(command.stream().toString(), -1);
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

    /**
     * Hands over what was decided while the locks are held, and ends the unit of work as if it were written: what is decided next on the
     * same streams rests on it, and is written only if this is.
     */
    CompletableFuture<Append.Outcome> finish(UnitOfWork<?> root, Append.@Nullable KeyedAnswer keyed) {
        List<CompletableFuture<Append.Outcome>> handedOver = new ArrayList<>(1);
        root.onCommit(u -> {
            CompletableFuture<Append.Outcome> outcome = tools.appender.submit(submission.toAppend(keyed));
            submission.isOnItsWay(outcome);
            handedOver.add(outcome);
        });
        root.commit();
        return handedOver.getFirst();
    }

    CompletableFuture<Append.Outcome> refuse(UnitOfWork<?> root, Append.@Nullable KeyedAnswer keyed) {
        root.rollback();
        return tools.appender.submit(submission.toRefusal(keyed));
    }

    /** Waits for the durable commit, without holding any lock. What was not written is forgotten. */
    Append.Outcome await(CompletableFuture<Append.Outcome> handedOver) {
        try {
            Append.Outcome outcome = handedOver.join();
            if (outcome instanceof Append.Outcome.Appended) {
                tools.snapshots.write(submission.snapshots());
            }
            return outcome;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            submission.settle(handedOver);
        }
    }

    void abandon(UnitOfWork<?> root) {
        try {
            if (root.isActive()) {
                root.rollback();
            }
        } finally {
            release();
        }
    }

    private void release() {
        held.forEach(Lock::release);
        held.clear();
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
}
