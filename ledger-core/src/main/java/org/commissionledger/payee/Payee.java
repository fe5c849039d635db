package org.commissionledger.payee;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.payee.PayeeCommand.ChangeDetails;
import org.commissionledger.payee.PayeeCommand.EraseDetails;
import org.commissionledger.payee.PayeeEvent.DetailsChanged;
import org.commissionledger.payee.PayeeEvent.DetailsErased;

/** Whether there are bank details, and how often they were erased. What they say it cannot read. */
public final class Payee {

    @AggregateIdentifier
    private final String stream;

    private int generation;
    private boolean known;

    public Payee(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void change(ChangeDetails c) {
        if (c.generation() != generation) {
            throw new UnknownDetails(); // they were erased since; the draft, which rests on this stream, is made again
        }
        apply(new DetailsChanged(generation, c.details(), c.at()));
    }

    @CommandHandler
    void erase(EraseDetails c) {
        if (!known || c.generation() != generation) {
            throw new UnknownDetails();
        }
        apply(new DetailsErased(generation, c.at()));
    }

    @EventSourcingHandler
    void evolve(PayeeEvent event) {
        switch (event) {
            case DetailsChanged e -> known = true;
            case DetailsErased e -> {
                known = false;
                generation = e.generation() + 1;
            }
        }
    }
}
