package org.commissionledger.period;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;

/** Wishes to change a period. */
public sealed interface PeriodCommand extends LedgerCommand {

    String KIND = "period";

    static StreamId stream(OrganisationId organisation, Period period) {
        return StreamId.of(organisation, KIND, period.value());
    }

    /** @param by the client or user that closes it */
    record ClosePeriod(@TargetAggregateIdentifier StreamId stream, Period period, String by, Instant at)
            implements PeriodCommand {}
}
