package org.commissionledger.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.axonframework.common.lock.Lock;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Decides requests on one stream one after the other, each on what the one before it decided, and then hands them to the appender, each as
 * a request of its own. The appender writes what waits in one transaction, and checks each against the one before: where one of them is
 * not written, those behind it are overtaken and decided again.
 */
final class Convoy<T> {

    private final Attempt.Tools tools;
    private final Lanes.Reading<T> reading;
    private final EventCodec codec;
    private final Ledger ledger;

    Convoy(Attempt.Tools tools, Lanes.Reading<T> reading, EventCodec codec, Ledger ledger) {
        this.tools = tools;
        this.reading = reading;
        this.codec = codec;
        this.ledger = ledger;
    }

    private record Decided<T>(Waiting<T> waiting, Result result, Append append) {}

    /** Answers each of them, whatever happens. An attempt that answered some of them was not in vain. */
    void decide(StreamId stream, List<Waiting<T>> group) {
        List<Waiting<T>> left = group;
        try {
            int inVain = 0;
            boolean again = false;
            while (!left.isEmpty() && inVain < Attempts.MOST) {
                int before = left.size();
                left = attempt(stream, left, again);
                again = true;
                inVain = left.size() < before ? 0 : inVain + 1;
                if (inVain > 0) {
                    Attempts.standBack(inVain);
                }
            }
        } catch (RuntimeException | Error e) {
            group.forEach(waiting -> waiting.fail(e));
        }
        left.forEach(waiting -> waiting.fail(
                StoreUnavailableException.busy("Others changed the same thing again and again; nothing was written.")));
    }

    /** @return those that were overtaken, in order */
    private List<Waiting<T>> attempt(StreamId stream, List<Waiting<T>> asked, boolean again) {
        Lock lock = tools.locks().obtainLock(stream.toString());
        boolean settled = false;
        try {
            List<Waiting<T>> group = again ? unanswered(stream.organisation(), asked) : asked;
            List<T> wanted = group.stream().map(Waiting::wanted).toList();
            Function<T, Draft> drafts = reading.read(stream.organisation(), wanted, again);
            List<Decided<T>> decided = new ArrayList<>(group.size());
            int next = 0;
            while (next < group.size() && decide(stream, group.get(next), drafts, decided)) {
                next++;
            }
            List<Waiting<T>> left = settle(stream, decided);
            settled = true;
            left.addAll(group.subList(next, group.size()));
            return left;
        } finally {
            if (!settled) {
                ledger.drop(stream); // what is remembered of it may never be written
            }
            lock.release();
        }
    }

    /**
     * A repeated request that decides something new overtakes all behind it. Many come at once when clients send again what they got no
     * answer to: all that were answered before are told so together.
     */
    private List<Waiting<T>> unanswered(OrganisationId organisation, List<Waiting<T>> asked) {
        List<Waiting<T>> keyed = new ArrayList<>();
        List<RequestKey> keys = new ArrayList<>();
        for (Waiting<T> waiting : asked) {
            RequestKey key = waiting.key();
            if (key != null) {
                keyed.add(waiting);
                keys.add(key);
            }
        }
        tools.answered()
                .find(organisation, keys, (index, answer) -> keyed.get(index).answer(answer));
        return asked.stream().filter(waiting -> !waiting.isAnswered()).toList();
    }

    /**
     * One that cannot be decided fails alone. Behind others, however, it rests on what may never be written: then it is decided again, on
     * what is.
     *
     * @return whether that is settled
     */
    private boolean decide(StreamId stream, Waiting<T> waiting, Function<T, Draft> drafts, List<Decided<T>> decided) {
        String metadata = codec.encode(waiting.context().metadata());
        Attempt once = tools.on(new Submission(stream.organisation(), metadata, false));
        UnitOfWork<?> root = once.begin(List.of());
        try {
            Result result = once.run(() -> drafts.apply(waiting.wanted()));
            decided.add(new Decided<>(waiting, result, once.prepare(root, waiting.answering(result))));
            return true;
        } catch (RuntimeException e) {
            if (decided.isEmpty()) {
                waiting.fail(e);
            }
            return decided.isEmpty();
        } finally {
            once.abandon(root);
        }
    }

    /** Waits for the durable commits, and forgets what was decided when not all of it was written. */
    private List<Waiting<T>> settle(StreamId stream, List<Decided<T>> decided) {
        List<CompletableFuture<Append.Outcome>> outcomes = new ArrayList<>(decided.size());
        @Nullable CompletableFuture<Append.Outcome> before = null;
        for (Decided<T> one : decided) {
            if (one.append().restsOnNothing()) {
                outcomes.add(submit(one.append(), null));
            } else {
                before = submit(one.append(), before);
                outcomes.add(before);
            }
        }
        List<Waiting<T>> overtaken = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < decided.size(); i++) {
            Decided<T> one = decided.get(i);
            try {
                whole &= tell(one, outcomes.get(i).join(), stream, overtaken);
            } catch (CompletionException e) {
                whole = false;
                one.waiting().fail(e.getCause() == null ? e : e.getCause());
            }
        }
        if (!whole) {
            ledger.drop(stream);
        }
        return overtaken;
    }

    private CompletableFuture<Append.Outcome> submit(
            Append append, @Nullable CompletableFuture<Append.Outcome> before) {
        try {
            return tools.appender().submit(append, before);
        } catch (StoreUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean tell(Decided<T> one, Append.Outcome outcome, StreamId stream, List<Waiting<T>> overtaken) {
        switch (outcome) {
            case Append.Outcome.Appended appended -> {
                ledger.count(one.result());
                one.waiting().answer(new Reply.Fresh(one.result(), appended.receipt(), appended.answer()));
                return true;
            }
            case Append.Outcome.Repeated repeated -> one.waiting().answer(repeated);
            case Append.Outcome.Conflicted conflict -> {
                ledger.conflicted(new StreamId(stream.organisation(), conflict.stream()));
                overtaken.add(one.waiting());
            }
        }
        return false;
    }
}
