package org.commissionledger.statement;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.statement.StatementCommand.BeginApply;
import org.commissionledger.statement.StatementCommand.FinishApply;
import org.commissionledger.statement.StatementCommand.UploadStatement;
import org.commissionledger.statement.StatementEvent.ApplyBegun;
import org.commissionledger.statement.StatementEvent.OnStatement;
import org.commissionledger.statement.StatementEvent.StatementApplied;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.jspecify.annotations.Nullable;

/**
 * A statement as a whole: uploaded by one person, applied by another, at once or in several runs, one after the other. A line is in one run
 * at most.
 */
public final class Statement {

    /**
     * How long an application that broke off can go on: the answers that tell which commands were given already are kept a little
     * longer than that.
     */
    static final Duration RESUMABLE = Duration.ofDays(25);

    @AggregateIdentifier
    private final String stream;

    private @Nullable StatementState state;

    public Statement(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    StatementState upload(UploadStatement c) {
        if (c.known() != null) {
            throw new DuplicateStatement(c.known().statementId());
        }
        if (state == null) {
            apply(c.upload());
        }
        return current();
    }

    /** A run that broke off goes on, whoever asks, as long as the same lines are asked for. */
    @CommandHandler
    StatementState begin(BeginApply c) {
        StatementState now = current();
        if (now.upload().by().equals(c.by())) {
            throw new FourEyes();
        }
        ApplyBegun begun = now.begun();
        if (begun == null) {
            if (c.selection().isCoveredBy(now.applied())) {
                throw new AlreadyApplied();
            }
            apply(new ApplyBegun(now.upload().statementId(), c.selection(), c.by(), c.at()));
        } else if (!begun.selection().equals(c.selection())
                || c.at().isAfter(begun.at().plus(RESUMABLE))) {
            throw new AlreadyBegun();
        }
        return current();
    }

    @CommandHandler
    StatementState finish(FinishApply c) {
        StatementState now = current();
        if (now.begun() == null || now.run() != c.run()) {
            throw new AlreadyApplied();
        }
        apply(new StatementApplied(now.upload().statementId(), c.accepted(), c.unchanged(), c.rejected(), c.at()));
        return current();
    }

    private StatementState current() {
        if (state == null) {
            throw new UnknownStatement();
        }
        return state;
    }

    @EventSourcingHandler
    void evolve(OnStatement event) {
        state = switch (event) {
            case StatementUploaded e -> new StatementState(e, List.of(), null);
            case ApplyBegun e -> current().beginning(e);
            case StatementApplied e -> current().finished();
        };
    }
}
