package org.commissionledger.organisation;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.commissionledger.person.Sealed;

/**
 * A person who works in an organisation's name.
 *
 * @param email sealed by the person's own key, for {@link UserEvent.UserInvited#emailIn}
 * @param since when the user was invited
 */
public record User(UserId userId, Sealed email, Role role, State state, Instant since) {

    /** The roles that a person may have; the others belong to machines. */
    public static final Set<Role> ROLES =
            EnumSet.of(Role.ADMIN, Role.FINANCE, Role.TECHNICAL, Role.SUPPORT, Role.AUDITOR);

    /** Where a user stands. */
    public enum State {
        INVITED,
        ACTIVE,
        DEACTIVATED
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    User as(Role other) {
        return new User(userId, email, other, state, since);
    }

    User in(State other) {
        return new User(userId, email, role, other, since);
    }
}
