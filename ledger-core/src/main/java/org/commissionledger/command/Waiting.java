package org.commissionledger.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.RequestKey;
import org.jspecify.annotations.Nullable;

/** A request in a lane: its thread sleeps until it is answered, or has to lead. */
final class Waiting<T> {

    private final CommandContext context;
    private final T wanted;
    private final @Nullable Keyed keyed;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

    Waiting(CommandContext context, T wanted, @Nullable Keyed keyed) {
        this.context = context;
        this.wanted = wanted;
        this.keyed = keyed;
    }

    CommandContext context() {
        return context;
    }

    T wanted() {
        return wanted;
    }

    @Nullable
    RequestKey key() {
        return keyed == null ? null : keyed.key();
    }

    Append.@Nullable KeyedAnswer answering(Result result) {
        return keyed == null
                ? null
                : new Append.KeyedAnswer(keyed.key(), receipt -> keyed.answer().apply(result, receipt));
    }

    void answer(Reply told) {
        reply.complete(told);
        wake();
    }

    void answer(Append.Outcome.Repeated repeated) {
        answer(new Reply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position()));
    }

    void fail(Throwable cause) {
        reply.completeExceptionally(cause);
        wake();
    }

    void wake() {
        turn.complete(true);
    }

    void awaitTurn() {
        turn.join();
    }

    boolean isAnswered() {
        return reply.isDone();
    }

    /** To be called once it is answered. */
    Reply reply() {
        try {
            return reply.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
