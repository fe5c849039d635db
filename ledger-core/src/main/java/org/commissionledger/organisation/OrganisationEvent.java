package org.commissionledger.organisation;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventCodec.Upcaster;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.jspecify.annotations.Nullable;

/** What happened to an organisation itself. No secret and no hash of one is ever part of it. */
public sealed interface OrganisationEvent extends LedgerEvent
        permits OrganisationEvent.OrganisationCreated,
                OrganisationEvent.SettingsChanged,
                OrganisationEvent.ClientRegistered,
                OrganisationEvent.ClientRevoked,
                UserEvent {

    List<EventType> TYPES = List.of(
            EventType.of("organisation.created", 1, OrganisationCreated.class),
            EventType.of("settings.changed", 3, SettingsChanged.class),
            EventType.of("client.registered", 1, ClientRegistered.class),
            EventType.of("client.revoked", 1, ClientRevoked.class));

    /**
     * Before their second revision, settings had no list of customers' properties; before their third, nowhere for Documentation and
     * Support to lead. What is empty is not written, so that nothing has to be lifted.
     */
    List<Upcaster> UPCASTERS = List.of(
            new Upcaster("settings.changed", 1, stored -> stored),
            new Upcaster("settings.changed", 2, stored -> stored));

    record OrganisationCreated(OrganisationId organisationId, String name, Instant at) implements OrganisationEvent {}

    record SettingsChanged(Settings settings, Instant at) implements OrganisationEvent {}

    record ClientRegistered(Client client, Instant at) implements OrganisationEvent {}

    record ClientRevoked(ClientId clientId, Instant at) implements OrganisationEvent {}

    /**
     * Who may call in the organisation's name.
     *
     * @param providerId the provider that a PROVIDER client is bound to
     * @param accountId the account that a PARTNER client is bound to
     */
    record Client(
            ClientId clientId,
            String name,
            Role role,
            @Nullable String providerId,
            @Nullable String accountId) {}
}
