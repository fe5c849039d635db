package org.commissionledger.command;

import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AbstractAggregateFactory;
import org.axonframework.modelling.command.CreationPolicyAggregateFactory;
import org.jspecify.annotations.Nullable;

/** Makes aggregates that know their stream from the start, so that no event needs to repeat it. */
public final class StreamAggregateFactory<T> extends AbstractAggregateFactory<T>
        implements CreationPolicyAggregateFactory<T> {

    private final Function<String, T> constructor;

    public StreamAggregateFactory(Class<T> type, Function<String, T> constructor) {
        super(type);
        this.constructor = constructor;
    }

    @Override
    protected T doCreateAggregate(String aggregateIdentifier, DomainEventMessage firstEvent) {
        return constructor.apply(aggregateIdentifier);
    }

    @Override
    public T create(@Nullable Object identifier) {
        return constructor.apply(String.valueOf(identifier));
    }
}
