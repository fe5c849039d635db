package org.commissionledger.statement;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.statement.StatementCommand.SetMapping;
import org.commissionledger.statement.StatementEvent.MappingSet;
import org.jspecify.annotations.Nullable;

/** How the statements of one provider are read. */
public final class StatementMapping {

    @AggregateIdentifier
    private final String stream;

    private @Nullable ColumnMapping mapping;

    public StatementMapping(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    ColumnMapping set(SetMapping c) {
        if (!c.mapping().equals(mapping)) {
            apply(new MappingSet(c.providerId(), c.mapping(), c.at()));
        }
        return c.mapping();
    }

    @EventSourcingHandler
    void evolve(MappingSet event) {
        mapping = event.mapping();
    }

    @Override
    public String toString() {
        return stream;
    }
}
