package org.commissionledger.api.users;

import java.time.Clock;
import java.util.Optional;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.users.UserAccess.Access;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.User.State;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.InvalidEmail;
import org.commissionledger.person.PersonKeys;
import org.springframework.stereotype.Component;

/** Lets in whose address an outside identity provider vouches for: only those who were invited, for whom this is to accept. */
@Component
public class Vouched {

    private final UserAccess access;
    private final PersonKeys keys;
    private final OrganisationUsers users;
    private final Invitations invitations;
    private final Clock clock;

    Vouched(UserAccess access, PersonKeys keys, OrganisationUsers users, Invitations invitations, Clock clock) {
        this.access = access;
        this.keys = keys;
        this.users = users;
        this.invitations = invitations;
        this.clock = clock;
    }

    /** Nothing for an address that nobody invited, or whose user was deactivated. */
    public Optional<SignedIn> signIn(String email) {
        try {
            return access.find(keys.signInHash(new EmailAddress(email))).stream()
                    .filter(this::isWelcome)
                    .findFirst()
                    .map(this::in);
        } catch (InvalidEmail e) {
            return Optional.empty();
        }
    }

    private boolean isWelcome(Access known) {
        User user = users.of(known.organisation()).users().get(known.userId().value());
        if (user == null || user.state() == State.DEACTIVATED) {
            return false;
        }
        return user.isActive()
                || (known.invitedUntil() != null && clock.instant().isBefore(known.invitedUntil()));
    }

    private SignedIn in(Access known) {
        if (users.active(known.organisation(), known.userId()).isEmpty()) {
            invitations.join(known.organisation(), known.userId());
        }
        access.signedIn(known.userId(), clock.instant());
        return new SignedIn(known.organisation(), known.userId());
    }
}
