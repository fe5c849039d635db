package org.commissionledger.api.notices;

import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.OrganisationUsers.Standing;
import org.commissionledger.organisation.User;
import org.springframework.stereotype.Component;

/** Writes to those whose role should hear of a condition. */
@Component
class NoticeMail {

    private final Post post;
    private final OrganisationUsers users;
    private final Invitations invitations;
    private final LedgerSettings settings;

    NoticeMail(Post post, OrganisationUsers users, Invitations invitations, LedgerSettings settings) {
        this.post = post;
        this.users = users;
        this.invitations = invitations;
        this.settings = settings;
    }

    void send(OrganisationId organisation, Condition condition) {
        if (!post.isOn()) {
            return;
        }
        Standing standing = users.of(organisation);
        String base = settings.dashboard().url();
        String where = base == null
                ? ""
                : "\n\n" + base.replaceAll("/+$", "") + condition.kind().path();
        for (User user : standing.users().values()) {
            if (user.isActive() && condition.kind().roles().contains(user.role())) {
                post.send(
                        invitations.email(organisation, user),
                        standing.name() + ": " + condition.kind().title(),
                        condition.detail() + where);
            }
        }
    }
}
