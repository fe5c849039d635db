package org.commissionledger.api.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.users.UserAccess.Access;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.InvalidEmail;
import org.commissionledger.person.PersonKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether somebody is who they say. It answers the same, and after as much work, for an address that nobody has as for a wrong
 * password; and it counts attempts before it looks at them, so that many at once are still only as many as are allowed.
 */
@Component
public class SignIn {

    static final Duration WINDOW = Duration.ofMinutes(15);
    static final int OF_AN_ACCOUNT = 10;
    private static final int FROM_AN_ADDRESS = 100;

    private final UserAccess access;
    private final Passwords passwords;
    private final PersonKeys keys;
    private final OrganisationUsers users;
    private final SecondFactor secondFactor;
    private final Clock clock;

    SignIn(
            UserAccess access,
            Passwords passwords,
            PersonKeys keys,
            OrganisationUsers users,
            SecondFactor secondFactor,
            Clock clock) {
        this.access = access;
        this.passwords = passwords;
        this.keys = keys;
        this.users = users;
        this.secondFactor = secondFactor;
        this.clock = clock;
    }

    /** Somebody who has proved who they are. */
    public record SignedIn(OrganisationId organisation, UserId userId) {}

    /** What an attempt came to. */
    public sealed interface Outcome {
        /** Let in. */
        record Accepted(SignedIn user) implements Outcome {}

        /** The password is right; a code is wanted too. */
        record CodeWanted(SignedIn user) implements Outcome {}

        /** Not let in; why is nobody's business. */
        record Refused() implements Outcome {}

        /** Too many attempts; nothing was looked at. */
        record Throttled() implements Outcome {}
    }

    /** @param address where the request comes from */
    public Outcome password(String email, String password, String address) {
        Instant now = clock.instant();
        String account = account(email);
        boolean tooMany = access.attempt("address/" + address, now, WINDOW) > FROM_AN_ADDRESS;
        tooMany |= account != null && access.attempt("account/" + account, now, WINDOW) > OF_AN_ACCOUNT;
        if (tooMany) {
            return new Outcome.Throttled();
        }
        Access found = matching(email, password);
        if (found == null) {
            return new Outcome.Refused();
        }
        SignedIn user = new SignedIn(found.organisation(), found.userId());
        if (found.totpSecret() != null) {
            return new Outcome.CodeWanted(user);
        }
        access.forgetAttempts("account/" + account);
        return accepted(user);
    }

    /** The second step; the account is throttled by itself, because whoever gets here knows the password. */
    public Outcome code(SignedIn user, String code) {
        String who = "code/" + user.userId();
        if (access.attempt(who, clock.instant(), WINDOW) > OF_AN_ACCOUNT) {
            return new Outcome.Throttled();
        }
        Access found = access.find(user.userId()).orElse(null);
        if (found == null || !isActive(found) || !secondFactor.accepts(found, code)) {
            return new Outcome.Refused();
        }
        access.forgetAttempts(who);
        return accepted(user);
    }

    private Outcome accepted(SignedIn user) {
        access.signedIn(user.userId(), clock.instant());
        return new Outcome.Accepted(user);
    }

    private @Nullable String account(String email) {
        try {
            return keys.signInHash(new EmailAddress(email)).value();
        } catch (InvalidEmail e) {
            return null;
        }
    }

    /** One comparison at least, whatever is found; one more only for those who work in several organisations. */
    private @Nullable Access matching(String email, String password) {
        List<Access> candidates = candidates(email);
        if (candidates.isEmpty()) {
            passwords.matches(password, null);
        }
        Access found = null;
        for (Access candidate : candidates) {
            boolean matches = passwords.matches(password, candidate.passwordHash());
            if (found == null && matches && isActive(candidate)) {
                found = candidate;
            }
        }
        return found;
    }

    private List<Access> candidates(String email) {
        try {
            return access.find(keys.signInHash(new EmailAddress(email)));
        } catch (InvalidEmail e) {
            return List.of();
        }
    }

    private boolean isActive(Access found) {
        return users.active(found.organisation(), found.userId()).isPresent();
    }
}
