package org.commissionledger.api.web;

import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the request, as its token says.
 *
 * @param providerId the provider that a PROVIDER is bound to, null for everyone else
 * @param accountId the partner's account that a PARTNER is bound to, null for everyone else
 * @param founder may create organisations
 */
public record Caller(
        OrganisationId organisation,
        String clientId,
        Role role,
        @Nullable ProviderId providerId,
        @Nullable String accountId,
        boolean founder) {

    /** For commands: within the caller's organisation, in the caller's name. */
    public CommandContext context(@Nullable String requestKey, @Nullable String correlationId) {
        return new CommandContext(
                organisation,
                new EventMetadata(
                        clientId, role.name(), EventMetadata.Source.API, null, requestKey, correlationId, null));
    }
}
