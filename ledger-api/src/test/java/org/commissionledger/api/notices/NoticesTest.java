package org.commissionledger.api.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Response;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.testing.Trap;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UserId;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.payouts.PayoutQueries;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What people are told of, and when it stops. */
class NoticesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final OrganisationId id = new OrganisationId(organisation.id());
    private final NoticeWatch watch = service.bean("noticeWatch", NoticeWatch.class);
    private final Notices notices = service.bean("notices", Notices.class);

    @Test
    void overdueCommissionIsToldToFinanceAndSettledWhenItIsConfirmed() {
        UserId reader = new UserId("reader-of-" + id);
        organisation.place("old", 10_000);
        organisation.totals("");
        watch.look(id);
        watch.look(id);
        assertThat(notices.newest(id, Role.FINANCE)).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.COMMISSIONS_OVERDUE);
            assertThat(notice.settledAt()).isNull();
        });
        assertThat(notices.newest(id, Role.ADMIN)).hasSize(1);
        assertThat(notices.newest(id, Role.TECHNICAL)).isEmpty();
        assertThat(notices.unseen(id, Role.FINANCE, reader)).isOne();
        notices.saw(reader, Instant.now());
        assertThat(notices.unseen(id, Role.FINANCE, reader)).isZero();
        organisation.admin().post("/v1/orders/old/commission/confirm", Map.of()).expect(200);
        organisation.totals("");
        watch.look(id);
        assertThat(notices.newest(id, Role.FINANCE))
                .singleElement()
                .satisfies(notice -> assertThat(notice.settledAt()).isNotNull());
    }

    /** Looked at a month later. */
    @Test
    void anApprovedPayoutThatIsNotSettledIsToldToFinance() {
        organisation.place("paid", 10_000);
        organisation
                .admin()
                .post("/v1/orders/paid/commission/confirm", Map.of())
                .expect(200);
        organisation
                .as(Role.FINANCE)
                .post("/v1/payouts", Map.of("payoutId", "slow", "from", "2011-01-01", "to", "2100-01-01"))
                .expect(201);
        organisation.admin().post("/v1/payouts/slow/approve", Map.of()).expect(200);
        organisation.admin().get("/v1/payouts/slow").expect(200);
        Conditions later = conditions(
                service.bean("ledger-" + LedgerSettings.class.getName(), LedgerSettings.class),
                Clock.offset(Clock.systemUTC(), Duration.ofDays(30)));
        assertThat(later.of(id)).singleElement().satisfies(condition -> {
            assertThat(condition.kind()).isEqualTo(NoticeKind.PAYOUTS_OVERDUE);
            assertThat(condition.kind().roles()).containsExactlyInAnyOrder(Role.ADMIN, Role.FINANCE);
            assertThat(condition.detail()).contains("slow");
        });
    }

    private Conditions conditions(LedgerSettings settings, Clock clock) {
        return new Conditions(
                service.bean("projections", Projections.class),
                service.bean("totalsQueries", TotalsQueries.class),
                service.bean("webhookQueries", WebhookQueries.class),
                service.bean("payoutQueries", PayoutQueries.class),
                settings,
                clock);
    }

    /** A projection that cannot write falls behind. */
    @Test
    void aProjectionThatLagsIsToldToTechnicalPeopleUntilItHasCaughtUp() throws SQLException {
        NoticeWatch strict = watch(Map.of("ledger.notifications.lag", "2"));
        try (Connection lock = service.database().owner().getConnection();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("lock table ledger_customers.customer in access exclusive mode");
            for (int i = 0; i < 3; i++) {
                organisation
                        .admin()
                        .post("/v1/customers/c-1/events", Map.of("events", List.of(Map.of("type", "VISITED"))))
                        .expect(200);
            }
            await().atMost(PATIENCE).until(() -> holds(strict, Role.TECHNICAL, NoticeKind.PROJECTION_BEHIND));
            assertThat(notices.newest(id, Role.ADMIN)).anySatisfy(notice -> {
                assertThat(notice.subject()).isEqualTo("customers");
                assertThat(notice.detail()).contains("more than 2 events behind");
            });
            assertThat(notices.newest(id, Role.FINANCE)).isEmpty();
            lock.rollback();
        }
        await().atMost(PATIENCE).until(() -> !holds(strict, Role.TECHNICAL, NoticeKind.PROJECTION_BEHIND));
        assertThat(notices.newest(id, Role.TECHNICAL))
                .isNotEmpty()
                .allMatch(notice -> notice.kind() == NoticeKind.PROJECTION_BEHIND);
    }

    @Test
    void parkedEventsAreToldToTechnicalPeopleOfTheirOrganisationUntilTheyAreTaken() {
        OrganisationId other = new OrganisationId(service.organisation().id());
        try (Trap trap = new Trap(service, organisation)) {
            trap.spring();
            await().atMost(PATIENCE).until(() -> holds(watch, Role.TECHNICAL, NoticeKind.EVENTS_PARKED));
            watch.look(other);
            assertThat(notices.newest(id, Role.ADMIN)).singleElement().satisfies(notice -> {
                assertThat(notice.subject()).isEqualTo("customers");
                assertThat(notice.detail()).contains("could not take some events");
            });
            assertThat(notices.newest(id, Role.FINANCE)).isEmpty();
            assertThat(notices.newest(other, Role.ADMIN)).isEmpty();
        }
        organisation
                .as(Role.TECHNICAL)
                .post("/v1/projections/customers/parked", Map.of())
                .expect(200);
        assertThat(holds(watch, Role.TECHNICAL, NoticeKind.EVENTS_PARKED)).isFalse();
        assertThat(notices.newest(id, Role.TECHNICAL)).hasSize(1);
    }

    private NoticeWatch watch(Map<String, String> settings) {
        LedgerSettings read =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("ledger", LedgerSettings.class);
        return new NoticeWatch(
                service.bean("organisationQueries", OrganisationQueries.class),
                conditions(read, Clock.systemUTC()),
                notices,
                service.bean("noticeTellings", NoticeTellings.class),
                service.bean("noticeMail", NoticeMail.class),
                Clock.systemUTC());
    }

    /** Whether the role is told of it after a look; the service's own watch looks too, now and then. */
    private boolean holds(NoticeWatch looking, Role role, NoticeKind kind) {
        looking.look(id);
        return notices.newest(id, role).stream()
                .anyMatch(notice ->
                        notice.kind() == kind && notice.subject().equals("customers") && notice.settledAt() == null);
    }

    @Test
    void endpointsHearOfItTooAndOneThatIsGivenUpIsToldToTechnicalPeople() {
        try (Receiver receiver = new Receiver()) {
            receiver.answers(message -> message.path().equals("/gone") ? Response.of(410) : Response.OK);
            organisation
                    .admin()
                    .post("/v1/webhooks", Map.of("url", receiver.url("/heard"), "types", List.of("notice.raised")))
                    .expect(201);
            organisation
                    .admin()
                    .post("/v1/webhooks", Map.of("url", receiver.url("/gone"), "types", List.of("order.placed")))
                    .expect(201);
            organisation.admin().get("/v1/webhooks").expect(200);
            organisation.place("old", 10_000);
            organisation.totals("");
            watch.look(id);
            await().atMost(PATIENCE)
                    .until(() -> receiver.messages("/heard").stream()
                            .anyMatch(message -> message.body().contains("COMMISSIONS_OVERDUE")));
            assertThat(receiver.messages("/heard"))
                    .allMatch(message -> message.type().equals("notice.raised"));
            await().atMost(PATIENCE).until(() -> {
                watch.look(id);
                return notices.newest(id, Role.TECHNICAL).size() == 1;
            });
            assertThat(notices.newest(id, Role.TECHNICAL).getFirst().kind()).isEqualTo(NoticeKind.WEBHOOK_FAILING);
            assertThat(notices.newest(id, Role.FINANCE))
                    .noneMatch(notice -> notice.kind() == NoticeKind.WEBHOOK_FAILING);
        }
    }
}
