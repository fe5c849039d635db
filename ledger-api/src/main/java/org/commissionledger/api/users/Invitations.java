package org.commissionledger.api.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UnknownUser;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.UserCommand;
import org.commissionledger.organisation.UserCommand.InviteUser;
import org.commissionledger.organisation.UserCommand.JoinUser;
import org.commissionledger.organisation.UserEvent.UserInvited;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.Sealed;
import org.springframework.stereotype.Component;

/**
 * Lets people in by a link that works once. The link holds the only copy of its secret; what it opens is that its holder chooses the password.
 */
@Component
public class Invitations {

    public static final Duration VALID = Duration.ofDays(7);

    private final Ledger ledger;
    private final PersonKeys keys;
    private final UserAccess access;
    private final Passwords passwords;
    private final Clock clock;

    Invitations(Ledger ledger, PersonKeys keys, UserAccess access, Passwords passwords, Clock clock) {
        this.ledger = ledger;
        this.keys = keys;
        this.access = access;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** What the link to {@code /invitation/} is to end with, and until when it works. */
    public record Invitation(UserId userId, String token, Instant until) {}

    /** Someone who was invited and has not accepted yet. */
    public record Invited(OrganisationId organisation, UserId userId) {}

    /**
     * Invites someone, or makes a new link for one who was invited before.
     *
     * @throws org.commissionledger.rejection.Rejection for a role that no person has, or one who has joined already
     */
    public Invitation invite(Caller by, EmailAddress email, Role role) {
        return invite(by.organisation(), by.context(null, null), email, role);
    }

    private Invitation invite(OrganisationId organisation, CommandContext context, EmailAddress email, Role role) {
        InviteUser command = command(organisation, email, role);
        execute(context, Draft.of(command));
        return link(command.userId());
    }

    /** The user of that address keeps the identifier that they have. */
    InviteUser command(OrganisationId organisation, EmailAddress email, Role role) {
        UserId user = access.getOrMake(
                organisation, keys.signInHash(email), new UserId(UuidV7.next().toString()));
        StreamId stream = OrganisationCommand.stream(organisation);
        Sealed hidden = keys.seal(UserCommand.person(organisation, user), UserInvited.emailIn(stream), email.value())
                .orElseThrow(UnknownUser::new);
        return new InviteUser(stream, user, hidden, role, now());
    }

    /** A new link, after the event; older ones stop working. */
    Invitation link(UserId user) {
        Invitation invitation = new Invitation(user, Secrets.token(), now().plus(VALID));
        access.invite(user, invitation.token(), invitation.until());
        return invitation;
    }

    /** The same for the same address, and of no use to guess it. */
    String standIn(EmailAddress email) {
        return keys.signInHash(email).value();
    }

    /** Nobody's, when the link is wrong, was used, or has run out: whoever asks learns no more than that. */
    public Optional<Invited> find(String token) {
        return access.findInvited(token, now()).map(found -> new Invited(found.organisation(), found.userId()));
    }

    /** Whether the link was still good; then they are signed in. */
    public boolean accept(Invited invited, String token, String password) {
        if (!access.accept(token, passwords.hash(password), now())) {
            return false;
        }
        join(invited.organisation(), invited.userId());
        access.signedIn(invited.userId(), now());
        return true;
    }

    /** The invitation is accepted, by a password or by whoever vouches for the address. */
    void join(OrganisationId organisation, UserId user) {
        EventMetadata themselves =
                new EventMetadata(user.value(), "USER", EventMetadata.Source.DASHBOARD, null, null, null, null);
        execute(
                new CommandContext(organisation, themselves),
                Draft.of(new JoinUser(OrganisationCommand.stream(organisation), user, now())));
    }

    /** The administrator of the first start, who needs no link. */
    public void first(OrganisationId organisation, EmailAddress email, String password) {
        CommandContext context = new CommandContext(organisation, EventMetadata.system("first-start"));
        Invitation invitation = invite(organisation, context, email, Role.ADMIN);
        access.accept(invitation.token(), passwords.hash(password), now());
        execute(context, Draft.of(new JoinUser(OrganisationCommand.stream(organisation), invitation.userId(), now())));
    }

    /** The address of a user, as it was given. */
    public String email(OrganisationId organisation, User user) {
        return keys.open(
                        UserCommand.person(organisation, user.userId()),
                        UserInvited.emailIn(OrganisationCommand.stream(organisation)),
                        user.email())
                .orElse("(erased)");
    }

    private void execute(CommandContext context, Draft draft) {
        Reply reply = ledger.execute(context, () -> draft, null);
        if (reply instanceof Reply.Fresh fresh && fresh.result().refusal() != null) {
            throw fresh.result().refusal();
        }
    }

    Instant now() {
        return clock.instant();
    }
}
