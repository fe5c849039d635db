package org.commissionledger.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.users.Invitations.Invitation;
import org.commissionledger.api.users.Invitations.Invited;
import org.commissionledger.api.users.SignIn.Outcome;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.person.EmailAddress;
import org.junit.jupiter.api.Test;

/** What lets a user in, without a browser. */
class SecondFactorTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final TestService service = TestService.shared();
    private final OrganisationId organisation =
            new OrganisationId(service.organisation().id());
    private final Invitations invitations = service.bean("invitations", Invitations.class);
    private final SecondFactor factor = service.bean("secondFactor", SecondFactor.class);
    private final SignIn signIn = service.bean("signIn", SignIn.class);

    private SignedIn join(String email) {
        Caller admin = new Caller(organisation, "tests", Role.ADMIN, null, null, false);
        Invitation invitation = invitations.invite(admin, new EmailAddress(email), Role.AUDITOR);
        invitations.accept(new Invited(organisation, invitation.userId()), invitation.token(), PASSWORD);
        return new SignedIn(organisation, invitation.userId());
    }

    static byte[] decoded(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (char c : base32.toCharArray()) {
            buffer = (buffer << 5) | BASE32.indexOf(c);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    @Test
    void aCodeIsAskedForOnceItIsSwitchedOnAndNoneWorksTwice() {
        SignedIn user = join("factor@example.org");
        byte[] secret = decoded(factor.propose(organisation, user.userId()));
        Instant now = Instant.now();
        assertThat(factor.switchOn(organisation, user.userId(), "000000x")).isEmpty();
        List<String> recovery = factor.switchOn(organisation, user.userId(), TimedCode.at(secret, now))
                .orElseThrow();
        assertThat(signIn.password("factor@example.org", PASSWORD, "192.0.2.1"))
                .isEqualTo(new Outcome.CodeWanted(user));
        assertThat(signIn.code(user, TimedCode.at(secret, now))).isEqualTo(new Outcome.Refused());
        assertThat(signIn.code(user, TimedCode.at(secret, now.plusSeconds(30)))).isEqualTo(new Outcome.Accepted(user));
        assertThat(recovery).hasSize(10);
        assertThat(signIn.code(user, recovery.getFirst())).isEqualTo(new Outcome.Accepted(user));
        assertThat(signIn.code(user, recovery.getFirst())).isEqualTo(new Outcome.Refused());
    }

    @Test
    void afterTenWrongPasswordsNothingIsLookedAt() {
        SignedIn user = join("throttled@example.org");
        for (int i = 0; i < 10; i++) {
            assertThat(signIn.password("throttled@example.org", "wrong", "192.0.2.2"))
                    .isEqualTo(new Outcome.Refused());
        }
        assertThat(signIn.password("Throttled@example.org", PASSWORD, "192.0.2.3"))
                .isEqualTo(new Outcome.Throttled());
        assertThat(user.organisation()).isEqualTo(organisation);
    }

    @Test
    void anAddressThatNobodyHasIsThrottledLikewise() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn.password("nobody-at-all@example.org", "wrong", "192.0.2.4"))
                    .isEqualTo(new Outcome.Refused());
        }
        assertThat(signIn.password("nobody-at-all@example.org", "wrong", "192.0.2.5"))
                .isEqualTo(new Outcome.Throttled());
    }

    @Test
    void aLinkStopsWorkingWhenThereIsANewerOne() {
        Caller admin = new Caller(organisation, "tests", Role.ADMIN, null, null, false);
        EmailAddress email = new EmailAddress("twice@example.org");
        Invitation first = invitations.invite(admin, email, Role.SUPPORT);
        Invitation second = invitations.invite(admin, email, Role.SUPPORT);
        assertThat(second.userId()).isEqualTo(first.userId());
        assertThat(invitations.find(first.token())).isEmpty();
        assertThat(invitations.find(second.token())).isPresent();
    }
}
