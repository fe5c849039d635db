package org.commissionledger.api.users;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.users.UserAccess.Access;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.User.State;
import org.commissionledger.organisation.UserCommand;
import org.commissionledger.organisation.UserCommand.ChangeUserRole;
import org.commissionledger.organisation.UserCommand.DeactivateUser;
import org.commissionledger.organisation.UserId;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/** The users of an organisation as its administrators see them, and what each may change of themselves. */
@Component
public class UserAccounts {

    private final Ledger ledger;
    private final OrganisationUsers users;
    private final Invitations invitations;
    private final UserAccess access;
    private final Passwords passwords;
    private final FindByIndexNameSessionRepository<?> sessions;
    private final Clock clock;

    UserAccounts(
            Ledger ledger,
            OrganisationUsers users,
            Invitations invitations,
            UserAccess access,
            Passwords passwords,
            FindByIndexNameSessionRepository<?> sessions,
            Clock clock) {
        this.ledger = ledger;
        this.users = users;
        this.invitations = invitations;
        this.access = access;
        this.passwords = passwords;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * One user.
     *
     * @param invitedUntil when the link runs out; null when there is none
     * @param lastSignInAt null for one who never was here
     */
    public record Account(
            UserId userId,
            String email,
            Role role,
            State state,
            boolean secondFactor,
            @Nullable Instant invitedUntil,
            @Nullable Instant lastSignInAt) {}

    /** Those who are in first, then the invited, then those who left. */
    public List<Account> all(OrganisationId organisation) {
        Map<String, Access> accesses = access.all(organisation);
        return users.of(organisation).users().values().stream()
                .map(user ->
                        account(organisation, user, accesses.get(user.userId().value())))
                .sorted(Comparator.comparing((Account account) -> account.state() == State.DEACTIVATED)
                        .thenComparing(Account::email))
                .toList();
    }

    private Account account(OrganisationId organisation, User user, @Nullable Access own) {
        return new Account(
                user.userId(),
                invitations.email(organisation, user),
                user.role(),
                user.state(),
                own != null && own.totpSecret() != null,
                own == null || user.state() != State.INVITED ? null : own.invitedUntil(),
                own == null ? null : own.lastSignInAt());
    }

    /** From the next request on, also within sessions that are open. */
    public void changeRole(Caller by, UserId user, Role role) {
        execute(by, new ChangeUserRole(OrganisationCommand.stream(by.organisation()), user, role, clock.instant()));
    }

    /** The user's sessions end with the event; what is left of them is cleared away after it. */
    public void deactivate(Caller by, UserId user) {
        execute(by, new DeactivateUser(OrganisationCommand.stream(by.organisation()), user, clock.instant()));
        shutOut(by.organisation(), user);
    }

    /** After the event: what let the user in is destroyed. */
    void shutOut(OrganisationId organisation, UserId user) {
        access.withdraw(user);
        endSessions(organisation, user);
    }

    /** Asked again before something that a session left open must not do; as seldom as at the door. */
    public boolean isPassword(Caller by, String password) {
        UserId user = new UserId(by.clientId());
        String who = "present/" + user;
        if (access.attempt(who, clock.instant(), SignIn.WINDOW) > SignIn.OF_AN_ACCOUNT) {
            return false;
        }
        Access own = access.find(user).orElseThrow();
        boolean right = passwords.matches(password, own.passwordHash());
        if (right) {
            access.forgetAttempts(who);
        }
        return right;
    }

    /** Whether the present password was the right one. */
    public boolean changePassword(Caller by, String present, String wanted) {
        UserId user = new UserId(by.clientId());
        if (!isPassword(by, present)) {
            return false;
        }
        access.changePassword(user, passwords.hash(wanted));
        endSessions(by.organisation(), user);
        return true;
    }

    /** Why a password is not taken; null when it is. */
    public static @Nullable String fault(String password) {
        if (password.length() < Passwords.SHORTEST) {
            return "A password has at least " + Passwords.SHORTEST + " characters.";
        }
        return password.length() > Passwords.LONGEST
                ? "A password has at most " + Passwords.LONGEST + " characters."
                : null;
    }

    private void endSessions(OrganisationId organisation, UserId user) {
        sessions.findByPrincipalName(organisation + "/" + user).keySet().forEach(sessions::deleteById);
    }

    private void execute(Caller by, UserCommand command) {
        Reply reply = ledger.execute(by.context(null, null), () -> Ledger.Draft.of(command), null);
        if (reply instanceof Reply.Fresh fresh && fresh.result().refusal() != null) {
            throw fresh.result().refusal();
        }
    }
}
