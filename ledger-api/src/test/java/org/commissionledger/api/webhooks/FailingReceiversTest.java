package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.commissionledger.api.notices.Notice;
import org.commissionledger.api.notices.NoticeKind;
import org.commissionledger.api.notices.NoticeWatch;
import org.commissionledger.api.notices.Notices;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Message;
import org.commissionledger.api.testing.Receiver.Response;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.webhooks.Hooks.Hook;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.webhooks.ParkedTellings;
import org.commissionledger.projection.webhooks.WebhooksProjection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Receivers that do not do what they should. */
class FailingReceiversTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final Receiver receiver = new Receiver();
    private final Hooks hooks = new Hooks(receiver);

    @AfterEach
    void close() {
        receiver.close();
    }

    private static List<Integer> statuses(JsonNode delivery) {
        List<Integer> statuses = new ArrayList<>();
        delivery.get("attempts").forEach(a -> statuses.add(a.path("status").asInt(0)));
        return statuses;
    }

    /** Answers the first calls of each message like this, and then well. */
    private void failFirst(int times, Response response) {
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        receiver.answers(message ->
                calls.computeIfAbsent(message.id(), id -> new AtomicInteger()).incrementAndGet() <= times
                        ? response
                        : Response.OK);
    }

    static Stream<Response> failures() {
        return Stream.of(
                Response.of(500),
                Response.of(404),
                Response.of(302, "Location", "http://127.0.0.1:9/"),
                Response.of(304),
                Response.CUT);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void areTriedAgainUnderTheSameIdUntilTheyTakeIt(Response failure) {
        Hook hook = hooks.register(admin, "/again", "order.placed");
        failFirst(2, failure);
        organisation.place("1", 1_000);
        List<Message> messages = hooks.awaitMessages("/again", 3);
        assertThat(messages.stream().map(Message::id).distinct()).hasSize(1);
        hook.awaitState("DELIVERED", 1);
        JsonNode delivery = hook.deliveries().getFirst();
        assertThat(statuses(delivery)).containsExactly(failure.status(), failure.status(), 200);
        assertThat(receiver.messages()).hasSize(3);
    }

    @Test
    void areCutOffWhenTheyHang() {
        Hook hook = hooks.register(admin, "/hang", "order.placed");
        failFirst(1, Response.HANG);
        organisation.place("1", 1_000);
        hook.awaitState("DELIVERED", 1);
        JsonNode attempt = hook.deliveries().getFirst().get("attempts").get(0);
        assertThat(attempt.get("error").asString()).isEqualTo("timeout");
        assertThat(attempt.get("durationMs").asLong()).isBetween(1_500L, 10_000L);
    }

    @Test
    void areReadNoFurtherThanOneKilobyte() {
        Hook hook = hooks.register(admin, "/endless", "order.placed");
        receiver.answers(message -> Response.ENDLESS);
        organisation.place("1", 1_000);
        hook.awaitState("DELIVERED", 1);
        JsonNode attempt = hook.deliveries().getFirst().get("attempts").get(0);
        assertThat(attempt.get("answer").asString()).hasSize(1_024);
        assertThat(attempt.get("durationMs").asLong()).isLessThan(1_900);
    }

    @Test
    void areGivenUpAfterTheScheduleAndTheStreamGoesOn() {
        Hook hook = hooks.register(admin, "/dead", "order.placed", "commission.confirmed");
        receiver.answers(message -> Response.of(message.type().equals("order.placed") ? 500 : 200));
        organisation.place("1", 1_000);
        admin.post("/v1/orders/1/commission/confirm", "").expect(200);
        hook.awaitState("FAILED", 1);
        hook.awaitState("DELIVERED", 1);
        List<String> types = receiver.messages().stream().map(Message::type).toList();
        assertThat(types).hasSize(7).endsWith("commission.confirmed");
        assertThat(types.subList(0, 6)).containsOnly("order.placed");
    }

    @Test
    void keepTheOrderOfAStreamAndHoldUpNoOther() {
        Hook hook = hooks.register(admin, "/order", "order.placed", "order.succeeded", "commission.accrued");
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        receiver.answers(message -> message.orderId().equals("bad")
                        && calls.computeIfAbsent(message.id(), id -> new AtomicInteger())
                                        .incrementAndGet()
                                <= 3
                ? Response.of(503)
                : Response.OK);
        organisation.place("bad", 1_000);
        for (int i = 0; i < 20; i++) {
            organisation.place("good-" + i, 1_000);
        }
        hook.awaitState("DELIVERED", 63);
        Map<String, List<String>> taken = new HashMap<>();
        receiver.messages()
                .forEach(m -> taken.computeIfAbsent(m.orderId(), o -> new ArrayList<>())
                        .add(m.type()));
        taken.forEach((order, types) -> assertThat(types.stream().distinct())
                .as(order)
                .containsExactly("order.placed", "order.succeeded", "commission.accrued"));
        assertThat(taken.get("bad")).hasSize(12);
        List<String> orders = receiver.messages().stream().map(Message::orderId).toList();
        assertThat(orders.lastIndexOf("bad")).isGreaterThan(orders.lastIndexOf("good-0"));
    }

    @Test
    void holdUpNobodyElse() {
        List<Hook> dead = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            dead.add(hooks.register(admin, "/dead-" + i, "order.placed"));
        }
        Hook good = hooks.register(admin, "/good", "order.placed");
        receiver.answers(message -> message.path().equals("/good") ? Response.OK : Response.HANG);
        long began = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            organisation.place("o-" + i, 1_000);
        }
        assertThat(hooks.awaitMessages("/good", 30)).hasSize(30);
        assertThat(good.deliveries()).hasSize(30);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        dead.forEach(hook -> admin.delete(hook.uri()).expect(204));
    }

    @Test
    void areLeftAloneAsLongAsTheyAskFor() {
        Hook hook = hooks.register(admin, "/busy", "order.placed");
        failFirst(1, Response.of(429, "Retry-After", "2"));
        organisation.place("1", 1_000);
        List<Message> messages = hooks.awaitMessages("/busy", 2);
        assertThat(Duration.ofNanos(messages.get(1).nanos() - messages.get(0).nanos()))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(15));
        hook.awaitState("DELIVERED", 1);
    }

    @Test
    void areSentNothingMoreOnceTheySayThatTheyAreGone() {
        Hook hook = hooks.register(admin, "/gone", "order.placed");
        receiver.answers(message -> Response.of(410));
        organisation.place("1", 1_000);
        await().atMost(Hooks.SOON)
                .until(() -> hook.read().get("state").asString().equals("DISABLED"));
        assertThat(hook.read().get("disabledReason").asString()).isEqualTo("GONE");
        assertThat(admin.get("/v1/webhooks?state=DISABLED").each("webhookId")).containsExactly(hook.id());
        assertAnnounced(hook);
        admin.post(hook.uri() + "/test", "").expectProblem(409, "webhook.disabled");
        int before = receiver.messages().size();
        organisation.place("2", 1_000);
        receiver.answers(message -> Response.OK);
        assertThat(receiver.messages()).hasSize(before);
        admin.put(hook.uri(), Hooks.endpoint(receiver.url("/gone"), "order.placed"))
                .expect(200);
        organisation.place("3", 1_000);
        hook.awaitState("DELIVERED", 2);
        assertThat(receiver.messages().stream().map(Message::orderId).distinct())
                .containsExactly("1", "3");
        assertThat(admin.get("/v1/events?type=webhook.disabled").each("stream"))
                .containsExactly("webhook/" + hook.id());
    }

    /** In the page and by mail, to those who look after endpoints. */
    private void assertAnnounced(Hook hook) {
        OrganisationId id = new OrganisationId(organisation.id());
        service.bean("noticeWatch", NoticeWatch.class).look(id);
        Notices notices = service.bean("notices", Notices.class);
        for (Role role : List.of(Role.ADMIN, Role.TECHNICAL)) {
            assertThat(announced(notices, id, role)).as("to %s", role).containsExactly(hook.id());
        }
        assertThat(announced(notices, id, Role.FINANCE)).isEmpty();
    }

    private static List<String> announced(Notices notices, OrganisationId id, Role role) {
        return notices.newest(id, role).stream()
                .filter(notice -> notice.kind() == NoticeKind.WEBHOOK_FAILING && notice.settledAt() == null)
                .map(Notice::subject)
                .toList();
    }

    @Test
    void areDisabledAfterDaysOfNothingButFailures() {
        Hook hook = hooks.register(admin, "/days", "order.placed");
        receiver.answers(message -> Response.of(500));
        organisation.place("1", 1_000);
        hooks.awaitMessages("/days", 1);
        await().atMost(Hooks.SOON)
                .until(() -> sql().sql("update ledger.webhook_standing set failing_since = now() - interval '6 days'"
                                        + " where webhook_id = ?")
                                .param(hook.id())
                                .update()
                        == 1);
        organisation.place("2", 1_000);
        await().atMost(Hooks.SOON)
                .until(() -> hook.read().get("state").asString().equals("DISABLED"));
        assertThat(hook.read().get("disabledReason").asString()).isEqualTo("FAILING");
    }

    private JdbcClient sql() {
        return JdbcClient.create(service.bean("dataSource", DataSource.class));
    }

    @Test
    void areToldOfAParkedEventOnce() throws Exception {
        Hook hook = hooks.register(admin, "/parked", "projection.parked");
        long position = organisation.place("1", 1_000).position();
        String stream = organisation.id() + "/order/1";
        JdbcClient sql = sql();
        sql.sql("insert into ledger.parked_event (processor, position, stream, cause, attempts, parked_at, touched_at)"
                        + " values ('journal', ?, ?, 'a cause', 1, now(), now())")
                .params(position, stream)
                .update();
        JsonNode data = hooks.awaitMessages("/parked", 1).getFirst().json().get("data");
        assertThat(data.get("projection").asString()).isEqualTo("journal");
        assertThat(data.get("position").asLong()).isEqualTo(position);
        assertThat(data.get("stream").asString()).isEqualTo("order/1");
        service.bean("parkedTellings", ParkedTellings.class).tell();
        hook.awaitState("DELIVERED", 1);
        assertThat(hook.deliveries()).hasSize(1);
        sql.sql("delete from ledger.parked_event where position = ?")
                .param(position)
                .update();
    }

    @Test
    void areToldNothingAgainByARebuild() {
        Hook hook = hooks.register(admin, "/rebuilt", "order.placed", "commission.accrued");
        for (int i = 0; i < 10; i++) {
            organisation.place("o-" + i, 1_000);
        }
        hook.awaitState("DELIVERED", 20);
        Projections projections = service.bean("projections", Projections.class);
        String live = projections.digest(WebhooksProjection.NAME);
        sql().sql("delete from ledger.webhook_delivery where webhook_id = ?")
                .param(hook.id())
                .update();
        for (String name : List.of(WebhooksProjection.NAME, "orders")) {
            admin.post("/v1/projections/" + name + "/rebuild", "").expect(200);
        }
        assertThat(projections.digest(WebhooksProjection.NAME)).isEqualTo(live);
        organisation.place("after", 1_000);
        hook.awaitState("DELIVERED", 2);
        assertThat(receiver.messages()).hasSize(22);
        assertThat(receiver.messages().stream().map(Message::id)).doesNotHaveDuplicates();
    }

    @Test
    void areCalledOnAddressesThatTheyMayBeCalledOnWhenItIsSent() throws Exception {
        Hook hook = hooks.register(admin, "/moved", "order.placed");
        DataSource pool = service.bean("dataSource", DataSource.class);
        try (Connection connection = pool.getConnection();
                var statement = connection.prepareStatement(
                        "update ledger_webhooks.endpoint set url = 'http://127.0.0.2:1/' where webhook_id = ?")) {
            statement.setString(1, hook.id());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        organisation.place("1", 1_000);
        hook.awaitState("FAILED", 1);
        Set<String> errors = ConcurrentHashMap.newKeySet();
        hook.deliveries()
                .getFirst()
                .get("attempts")
                .forEach(a -> errors.add(a.get("error").asString()));
        assertThat(errors).containsExactly("forbidden-address");
        assertThat(receiver.messages()).isEmpty();
        admin.delete(hook.uri()).expect(204);
    }
}
