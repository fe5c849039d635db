package org.commissionledger.payee;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.person.Sealed;

/** What happened to an organisation's bank details. */
public sealed interface PayeeEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("payout-details.changed", 1, DetailsChanged.class),
            EventType.of("payout-details.erased", 1, DetailsErased.class));

    /**
     * @param generation counts erasures: each takes a key with it, and the details behind it have a new one
     * @param details sealed, all together
     */
    record DetailsChanged(int generation, Sealed details, Instant at) implements PayeeEvent {}

    /** @param generation of the details whose key is destroyed */
    record DetailsErased(int generation, Instant at) implements PayeeEvent {}
}
