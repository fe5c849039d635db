package org.commissionledger.period;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;

/** What happened to a period. */
public sealed interface PeriodEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(EventType.of("period.closed", 1, PeriodClosed.class));

    /** Every event behind this one that happened in the period is booked in an open one. */
    record PeriodClosed(Period period, String closedBy, Instant at) implements PeriodEvent {}
}
