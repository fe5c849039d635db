package org.commissionledger.api.dashboard;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.OrganisationUsers.Standing;
import org.commissionledger.organisation.User;
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

    /** For the rows of one page: a user is their address, an API client its name, and the ledger itself what it calls itself. */
    public UnaryOperator<String> of(OrganisationId organisation) {
        Standing standing = users.of(organisation);
        Map<String, String> known = new HashMap<>();
        return actor -> known.computeIfAbsent(actor, each -> name(organisation, standing, each));
    }

    private String name(OrganisationId organisation, Standing standing, String actor) {
        User user = standing.users().get(actor);
        return user == null ? standing.clients().getOrDefault(actor, actor) : invitations.email(organisation, user);
    }
}
