package org.commissionledger.api.dashboard;

import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.users.Invitations.Invitation;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where people reach the dashboard: as configured, or else as the present request came. */
@Component
public class InvitationLinks {

    private final LedgerSettings settings;

    InvitationLinks(LedgerSettings settings) {
        this.settings = settings;
    }

    public String of(Invitation invitation) {
        String configured = settings.dashboard().url();
        String base = configured == null || configured.isBlank()
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
                : configured.replaceAll("/+$", "");
        return base + "/invitation/" + invitation.token();
    }
}
