package org.commissionledger.api.dashboard;

import java.util.Optional;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.springframework.stereotype.Component;

/** Says who did something, as its readers know them. */
@Component
public class Actors {

    private final OrganisationUsers users;
    private final Invitations invitations;

    Actors(OrganisationUsers users, Invitations invitations) {
        this.users = users;
        this.invitations = invitations;
    }

    /** A user's address; a client's own identifier. */
    public String name(OrganisationId organisation, String actor) {
        return Optional.ofNullable(users.of(organisation).users().get(actor))
                .map(user -> invitations.email(organisation, user))
                .orElse(actor);
    }
}
