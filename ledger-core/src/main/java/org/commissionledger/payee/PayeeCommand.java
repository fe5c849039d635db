package org.commissionledger.payee;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Sealed;
import org.commissionledger.rejection.Rejection;

/** Wishes to change an organisation's bank details. */
public sealed interface PayeeCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation) {
        return StreamId.of(organisation, "payout-details", "organisation");
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownDetails();
    }

    /** @param generation that {@code details} were sealed for */
    record ChangeDetails(@TargetAggregateIdentifier StreamId stream, int generation, Sealed details, Instant at)
            implements PayeeCommand {}

    /** @param generation of the details that are meant: those whose key will be destroyed */
    record EraseDetails(@TargetAggregateIdentifier StreamId stream, int generation, Instant at)
            implements PayeeCommand {}
}
