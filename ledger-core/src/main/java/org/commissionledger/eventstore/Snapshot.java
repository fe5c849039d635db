package org.commissionledger.eventstore;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * The stored state of a stream after the event of that sequence, as text: each aggregate that is made from it gets a state of its own,
 * which it may change.
 */
public record Snapshot(StreamId stream, EventType type, long sequence, String payload) {

    DomainEventMessage<?> message(EventCodec codec) {
        return new GenericDomainEventMessage<>(
                type.name(), stream.toString(), sequence, codec.decode(payload, type.javaType()));
    }
}
