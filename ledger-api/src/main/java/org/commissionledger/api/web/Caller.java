package org.commissionledger.api.web;

import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes the request, as its token or its session says.
 *
 * @param providerId the provider that a PROVIDER is bound to, null for everyone else
 * @param accountId the partner's account that a PARTNER is bound to, null for everyone else
 * @param founder may create organisations
 * @param source the way in that the request took
 */
public record Caller(
        OrganisationId organisation,
        String clientId,
        Role role,
        @Nullable ProviderId providerId,
        @Nullable String accountId,
        boolean founder,
        EventMetadata.Source source) {

    /** Somebody who came by the API. */
    public Caller(
            OrganisationId organisation,
            String clientId,
            Role role,
            @Nullable ProviderId providerId,
            @Nullable String accountId,
            boolean founder) {
        this(organisation, clientId, role, providerId, accountId, founder, EventMetadata.Source.API);
    }

    /** A person at the dashboard. */
    public static Caller atDashboard(OrganisationId organisation, String userId, Role role) {
        return new Caller(organisation, userId, role, null, null, false, EventMetadata.Source.DASHBOARD);
    }

    /** Whoever makes the request of this thread; null when security let them through without a name. */
    public static @Nullable Caller current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller ? caller : null;
    }

    /** For commands: within the caller's organisation, in the caller's name. */
    public CommandContext context(@Nullable String requestKey, @Nullable String correlationId) {
        return new CommandContext(
                organisation, new EventMetadata(clientId, role.name(), source, null, requestKey, correlationId, null));
    }
}
