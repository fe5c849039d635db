package org.commissionledger.organisation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.rejection.Rejection;

/** Wishes to change an organisation itself. */
public sealed interface OrganisationCommand extends LedgerCommand
        permits OrganisationCommand.CreateOrganisation,
                OrganisationCommand.ChangeSettings,
                OrganisationCommand.RegisterClient,
                OrganisationCommand.RevokeClient,
                UserCommand {

    static StreamId stream(OrganisationId organisation) {
        return StreamId.of(organisation, "organisation", organisation.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownOrganisation();
    }

    record CreateOrganisation(
            @TargetAggregateIdentifier StreamId stream, OrganisationId organisationId, String name, Instant at)
            implements OrganisationCommand {}

    /**
     * @param keepPropertyKeys leave the listed names of properties as they are, whatever {@code settings} list
     * @param keepLinks leave where Documentation and Support lead as it is, whatever {@code settings} say
     */
    record ChangeSettings(
            @TargetAggregateIdentifier StreamId stream,
            Settings settings,
            boolean keepPropertyKeys,
            boolean keepLinks,
            Instant at)
            implements OrganisationCommand {

        public ChangeSettings(StreamId stream, Settings settings, Instant at) {
            this(stream, settings, false, false, at);
        }

        /** What is wanted, given what there is. */
        Settings wanted(Settings now) {
            Settings wanted = keepPropertyKeys ? settings.listing(now.customerPropertyKeys()) : settings;
            return keepLinks ? wanted.leading(now.documentationUrl(), now.supportUrl()) : wanted;
        }
    }

    record RegisterClient(@TargetAggregateIdentifier StreamId stream, Client client, Instant at)
            implements OrganisationCommand {}

    record RevokeClient(@TargetAggregateIdentifier StreamId stream, ClientId clientId, Instant at)
            implements OrganisationCommand {}
}
