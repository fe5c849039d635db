package org.commissionledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.CreateOrganisation;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationEvent.ClientRegistered;
import org.commissionledger.organisation.OrganisationEvent.ClientRevoked;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.OrganisationEvent.SettingsChanged;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrganisationTest {

    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2011-04-01T00:00:00Z");
    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final StreamId STREAM = OrganisationCommand.stream(DEMO);
    private static final OrganisationCreated CREATED = new OrganisationCreated(DEMO, "Demo", AT);
    private static final Settings SETTINGS = new Settings("https://shop.example.org", "Shop", "#0b5fff");
    private static final Client ADMIN = client("admin", Role.ADMIN);
    private static final Client SECOND_ADMIN = client("second-admin", Role.ADMIN);
    private static final Client FINANCE = client("finance", Role.FINANCE);

    private final AggregateTestFixture<Organisation> organisation =
            AggregateFixture.of(Organisation.class, Organisation::new);

    private static Client client(String id, Role role) {
        return new Client(new ClientId(id), id, role, null, null);
    }

    private static ClientRegistered registered(Client client) {
        return new ClientRegistered(client, AT);
    }

    @Nested
    class Create {

        @Test
        void makesTheOrganisation() {
            organisation
                    .givenNoPriorActivity()
                    .when(new CreateOrganisation(STREAM, DEMO, "Demo", AT))
                    .expectEvents(CREATED)
                    .expectResultMessagePayload("Demo");
        }

        @Test
        void refusesAnIdentifierThatIsTaken() {
            organisation
                    .given(CREATED)
                    .when(new CreateOrganisation(STREAM, DEMO, "Demo", AT))
                    .expectException(refusal(DuplicateOrganisation.class, "organisation.duplicate"))
                    .expectNoEvents();
        }
    }

    @Nested
    class ChangeOfSettings {

        @Test
        void isNoted() {
            organisation
                    .given(CREATED)
                    .when(new ChangeSettings(STREAM, SETTINGS, LATER))
                    .expectEvents(new SettingsChanged(SETTINGS, LATER))
                    .expectResultMessagePayload(SETTINGS);
        }

        @Test
        void isNoNewsWhenTheyAreTheSame() {
            organisation
                    .given(CREATED, new SettingsChanged(SETTINGS, AT))
                    .when(new ChangeSettings(STREAM, SETTINGS, LATER))
                    .expectResultMessagePayload(SETTINGS)
                    .expectNoEvents();
        }

        @Test
        void isNoNewsWhenThereWereNoneAndAreNone() {
            organisation
                    .given(CREATED)
                    .when(new ChangeSettings(STREAM, Settings.NONE, LATER))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void listsWhatCustomersPropertiesMayBeCalled() {
            Settings listing = new Settings(null, null, null, List.of("campaign", "basket.size"));
            organisation
                    .given(CREATED, new SettingsChanged(SETTINGS, AT))
                    .when(new ChangeSettings(STREAM, listing, LATER))
                    .expectEvents(new SettingsChanged(listing, LATER))
                    .expectResultMessagePayload(listing);
        }

        @Test
        void writesNoListWhereThereIsNone() {
            EventCodec codec = LedgerCore.codec();
            assertThat(codec.encode(Settings.NONE)).isEqualTo("{}");
            assertThat(codec.decode("{}", Settings.class)).isEqualTo(Settings.NONE);
        }

        private static Stream<List<String>> wrongNames() {
            return Stream.of(
                    List.of(""),
                    List.of("a b"),
                    List.of("ada@example.org"),
                    List.of("a".repeat(65)),
                    List.of("a", "a"),
                    IntStream.range(0, 101).mapToObj(i -> "k" + i).toList());
        }

        @ParameterizedTest
        @MethodSource("wrongNames")
        void listsNothingElse(List<String> names) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Settings(null, null, null, names));
        }

        @Test
        void canTakeThemAway() {
            organisation
                    .given(CREATED, new SettingsChanged(SETTINGS, AT))
                    .when(new ChangeSettings(STREAM, Settings.NONE, LATER))
                    .expectEvents(new SettingsChanged(Settings.NONE, LATER));
        }
    }

    @Nested
    class Register {

        @Test
        void letsAClientIn() {
            Client provider = new Client(new ClientId("p"), "Provider", Role.PROVIDER, "germany", null);
            organisation
                    .given(CREATED)
                    .when(new RegisterClient(STREAM, provider, LATER))
                    .expectEvents(new ClientRegistered(provider, LATER))
                    .expectResultMessagePayload(provider);
        }

        @Test
        void isNoNewsWhenTheClientIsKnown() {
            organisation
                    .given(CREATED, registered(ADMIN))
                    .when(new RegisterClient(STREAM, ADMIN, LATER))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void letsARevokedClientInAgain() {
            organisation
                    .given(CREATED, registered(FINANCE), new ClientRevoked(FINANCE.clientId(), AT))
                    .when(new RegisterClient(STREAM, FINANCE, LATER))
                    .expectEvents(new ClientRegistered(FINANCE, LATER));
        }
    }

    @Nested
    class Revoke {

        private static RevokeClient revoke(Client client) {
            return new RevokeClient(STREAM, client.clientId(), LATER);
        }

        @Test
        void keepsAClientOut() {
            organisation
                    .given(CREATED, registered(ADMIN), registered(FINANCE))
                    .when(revoke(FINANCE))
                    .expectEvents(new ClientRevoked(FINANCE.clientId(), LATER))
                    .expectResultMessagePayload(FINANCE);
        }

        @Test
        void refusesAClientThatThereNeverWas() {
            organisation
                    .given(CREATED, registered(ADMIN))
                    .when(revoke(FINANCE))
                    .expectException(refusal(UnknownClient.class, "client.unknown"))
                    .expectNoEvents();
        }

        @Test
        void refusesAClientThatWasRevokedBefore() {
            organisation
                    .given(CREATED, registered(FINANCE), new ClientRevoked(FINANCE.clientId(), AT))
                    .when(revoke(FINANCE))
                    .expectException(refusal(UnknownClient.class, "client.unknown"))
                    .expectNoEvents();
        }

        @Test
        void refusesTheLastAdmin() {
            organisation
                    .given(CREATED, registered(ADMIN), registered(FINANCE))
                    .when(revoke(ADMIN))
                    .expectException(refusal(LastAdmin.class, "client.last-admin"))
                    .expectNoEvents();
        }

        @Test
        void letsAnAdminGoWhenAnotherStays() {
            organisation
                    .given(CREATED, registered(ADMIN), registered(SECOND_ADMIN))
                    .when(revoke(ADMIN))
                    .expectEvents(new ClientRevoked(ADMIN.clientId(), LATER));
        }

        @Test
        void refusesTheAdminWhoIsLeft() {
            organisation
                    .given(
                            CREATED,
                            registered(ADMIN),
                            registered(SECOND_ADMIN),
                            new ClientRevoked(ADMIN.clientId(), AT))
                    .when(revoke(SECOND_ADMIN))
                    .expectException(refusal(LastAdmin.class, "client.last-admin"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Missing {

        private static Stream<OrganisationCommand> commands() {
            return Stream.of(
                    new ChangeSettings(STREAM, SETTINGS, AT),
                    new RegisterClient(STREAM, ADMIN, AT),
                    new RevokeClient(STREAM, ADMIN.clientId(), AT));
        }

        @ParameterizedTest
        @MethodSource("commands")
        void isNotFoundAndAnsweredAsUnknown(OrganisationCommand command) {
            organisation
                    .givenNoPriorActivity()
                    .when(command)
                    .expectException(AggregateNotFoundException.class)
                    .expectNoEvents();
            assertThat(command.whenMissing()).isExactlyInstanceOf(UnknownOrganisation.class);
            assertThat(command.whenMissing().code()).isEqualTo("organisation.unknown");
        }
    }
}
