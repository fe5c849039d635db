package org.commissionledger.period;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.period.PeriodCommand.ClosePeriod;
import org.commissionledger.period.PeriodEvent.PeriodClosed;
import org.jspecify.annotations.Nullable;

/** A period is open until it is closed, and then for ever closed. */
public final class AccountingPeriod {

    @AggregateIdentifier
    private final String stream;

    private @Nullable PeriodClosed closed;

    public AccountingPeriod(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    PeriodClosed close(ClosePeriod c) {
        if (closed != null) {
            throw new PeriodAlreadyClosed(c.period());
        }
        if (c.at().isBefore(c.period().end())) {
            throw new PeriodNotOver(c.period());
        }
        PeriodClosed event = new PeriodClosed(c.period(), c.by(), c.at());
        apply(event);
        return event;
    }

    @EventSourcingHandler
    void evolve(PeriodEvent event) {
        switch (event) {
            case PeriodClosed e -> closed = e;
        }
    }

    @Override
    public String toString() {
        return stream;
    }
}
