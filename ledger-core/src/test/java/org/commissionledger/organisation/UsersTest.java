package org.commissionledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Instant;
import java.util.Base64;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.UserCommand.ChangeUserRole;
import org.commissionledger.organisation.UserCommand.DeactivateUser;
import org.commissionledger.organisation.UserCommand.InviteUser;
import org.commissionledger.organisation.UserCommand.JoinUser;
import org.commissionledger.organisation.UserEvent.UserDeactivated;
import org.commissionledger.organisation.UserEvent.UserInvited;
import org.commissionledger.organisation.UserEvent.UserJoined;
import org.commissionledger.organisation.UserEvent.UserRoleChanged;
import org.commissionledger.person.Sealed;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsersTest {

    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2011-04-01T00:00:00Z");
    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final StreamId STREAM = OrganisationCommand.stream(DEMO);
    private static final OrganisationCreated CREATED = new OrganisationCreated(DEMO, "Demo", AT);
    private static final Sealed EMAIL =
            new Sealed("v1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[92]));
    private static final UserId ADA = new UserId("ada");
    private static final UserId BOB = new UserId("bob");

    private final AggregateTestFixture<Organisation> organisation =
            AggregateFixture.of(Organisation.class, Organisation::new);

    private static UserInvited invited(UserId user, Role role) {
        return new UserInvited(user, EMAIL, role, AT);
    }

    private static UserJoined joined(UserId user) {
        return new UserJoined(user, AT);
    }

    private static InviteUser invite(UserId user, Role role) {
        return new InviteUser(STREAM, user, EMAIL, role, LATER);
    }

    @Nested
    class Invite {

        @Test
        void isNoted() {
            organisation
                    .given(CREATED)
                    .when(invite(ADA, Role.FINANCE))
                    .expectEvents(new UserInvited(ADA, EMAIL, Role.FINANCE, LATER))
                    .expectResultMessagePayload(ADA);
        }

        @Test
        void maySayAnotherRoleUntilItIsAccepted() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE))
                    .when(invite(ADA, Role.SUPPORT))
                    .expectEvents(new UserInvited(ADA, EMAIL, Role.SUPPORT, LATER));
        }

        @Test
        void bringsBackWhoWasDeactivated() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE), joined(ADA), new UserDeactivated(ADA, AT))
                    .when(invite(ADA, Role.FINANCE))
                    .expectEvents(new UserInvited(ADA, EMAIL, Role.FINANCE, LATER));
        }

        @Test
        void refusesWhoHasJoined() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE), joined(ADA))
                    .when(invite(ADA, Role.FINANCE))
                    .expectException(refusal(UserActive.class, "user.active"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(names = {"PROVIDER", "INGEST", "PARTNER"})
        void refusesTheRolesOfMachines(Role role) {
            organisation
                    .given(CREATED)
                    .when(invite(ADA, role))
                    .expectException(refusal(UnsuitableRole.class, "user.unsuitable-role"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Join {

        private static final JoinUser JOIN = new JoinUser(STREAM, ADA, LATER);

        @Test
        void isNotedOnce() {
            organisation.given(CREATED, invited(ADA, Role.FINANCE)).when(JOIN).expectEvents(new UserJoined(ADA, LATER));
        }

        @Test
        void isNoNewsForWhoHasJoined() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE), joined(ADA))
                    .when(JOIN)
                    .expectResultMessagePayload(ADA)
                    .expectNoEvents();
        }

        @Test
        void refusesWhoWasNotInvitedOrIsNotAnyMore() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE), new UserDeactivated(ADA, AT))
                    .when(JOIN)
                    .expectException(refusal(UnknownUser.class, "user.unknown"))
                    .expectNoEvents();
        }
    }

    @Nested
    class TheLastAdmin {

        @Test
        void isNotDeactivated() {
            organisation
                    .given(CREATED, invited(ADA, Role.ADMIN), joined(ADA), invited(BOB, Role.ADMIN))
                    .when(new DeactivateUser(STREAM, ADA, LATER))
                    .expectException(refusal(LastAdminUser.class, "user.last-admin"))
                    .expectNoEvents();
        }

        @Test
        void getsNoOtherRole() {
            organisation
                    .given(CREATED, invited(ADA, Role.ADMIN), joined(ADA))
                    .when(new ChangeUserRole(STREAM, ADA, Role.FINANCE, LATER))
                    .expectException(refusal(LastAdminUser.class, "user.last-admin"))
                    .expectNoEvents();
        }

        @Test
        void mayGoOnceAnotherHasJoined() {
            organisation
                    .given(CREATED, invited(ADA, Role.ADMIN), joined(ADA), invited(BOB, Role.ADMIN), joined(BOB))
                    .when(new DeactivateUser(STREAM, ADA, LATER))
                    .expectEvents(new UserDeactivated(ADA, LATER));
        }
    }

    @Nested
    class ChangeOfRole {

        @Test
        void isNoted() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE), joined(ADA))
                    .when(new ChangeUserRole(STREAM, ADA, Role.AUDITOR, LATER))
                    .expectEvents(new UserRoleChanged(ADA, Role.AUDITOR, LATER));
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            organisation
                    .given(CREATED, invited(ADA, Role.FINANCE))
                    .when(new ChangeUserRole(STREAM, ADA, Role.FINANCE, LATER))
                    .expectNoEvents();
        }

        @Test
        void refusesWhoIsNotThere() {
            organisation
                    .given(CREATED)
                    .when(new ChangeUserRole(STREAM, ADA, Role.FINANCE, LATER))
                    .expectException(refusal(UnknownUser.class, "user.unknown"))
                    .expectNoEvents();
        }
    }

    @Test
    void aPersonsRolesAreFive() {
        assertThat(User.ROLES).hasSize(5);
    }
}
