package org.commissionledger.person;

import org.commissionledger.eventstore.StreamId;

/**
 * Where a sealed value stands in the history. The value opens there and nowhere else: moved to another organisation, stream, event
 * type or field it is refused. Two events of one type in one stream are told apart by the hash chain, not here.
 *
 * @param field the event's stored type and the field's name in it, such as {@code customer.identified/email}; never changed once
 *     values were sealed for it
 */
public record Place(StreamId stream, String field) {

    byte[] bytes() {
        return Framed.of("commission-ledger sealed v1", stream.organisation().value(), stream.stream(), field);
    }
}
