package org.commissionledger.projection.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.MARCH;
import static org.commissionledger.testing.TestLedger.order;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.person.Sealed;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.WebhookCommand;
import org.commissionledger.webhook.WebhookCommand.RegisterWebhook;
import org.commissionledger.webhook.WebhookId;
import org.commissionledger.webhook.WebhookType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Several nodes that claim, fail, forget and settle as they like, over a random history that goes on meanwhile: everything is told, in order
 * within its stream, and no row stays aside.
 */
class DeliveriesTest {

    private static final int ORDERS = Integer.getInteger("test.deliveries.orders", 50);
    private static final int NODES = 3;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofMillis(150);
    private static final Sealed SECRET = new Sealed("v1:" + "A".repeat(123));

    private final TestLedger ledger = new TestLedger(TestDatabase.migrated()).withCatalogue(DEMO, "acme", "zenith");
    private final Projections projections = new Projections(
                    List.of(new WebhooksProjection()),
                    ledger.pool(),
                    ledger.core,
                    new Projections.Settings(40, 3),
                    Clock.systemUTC(),
                    new SimpleMeterRegistry())
            .start();
    private final DeliveryClaims claims = new DeliveryClaims(ledger.pool());
    private final DeliverySettlements settlements = new DeliverySettlements(ledger.pool());
    private final JdbcClient sql = JdbcClient.create(ledger.pool());
    private final List<Claim> taken = new ArrayList<>();
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    private final Set<Integer> confirmed = new HashSet<>();
    private volatile boolean going = true;

    @AfterEach
    void close() {
        going = false;
        projections.close();
        ledger.close();
    }

    private void endpoint(String id, @Nullable String provider, WebhookType... types) {
        WebhookId webhook = new WebhookId(id);
        ledger.run(
                DEMO,
                new RegisterWebhook(
                        WebhookCommand.stream(DEMO, webhook),
                        webhook,
                        provider == null ? null : new ProviderId(provider),
                        new Subscription("https://hooks.example.org/", List.of(types), null),
                        SECRET,
                        MARCH));
    }

    @Test
    void areMadeOnceAndInOrderWhateverNodesDo() throws Exception {
        long seed = System.nanoTime();
        endpoint("all", null, WebhookType.values());
        endpoint("acme", "acme", WebhookType.ORDER_PLACED, WebhookType.COMMISSION_CONFIRMED);
        endpoint("accrued", null, WebhookType.COMMISSION_ACCRUED);
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int n = 0; n < NODES; n++) {
                Random random = new Random(seed + n);
                running.add(nodes.submit(() -> node(random)));
            }
            told(seed);
            for (Future<?> node : running) {
                node.get();
            }
        }
        assertThat(count("state = 'DELIVERED'")).as("seed %d", seed).isEqualTo(count("true"));
        assertThat(count("webhook_id = 'all'")).as("seed %d", seed).isEqualTo(3L * ORDERS + ORDERS / 2);
        assertThat(count("webhook_id = 'acme'")).as("seed %d", seed).isEqualTo(ORDERS / 2 + ORDERS / 2);
        assertThat(count("webhook_id = 'accrued'")).as("seed %d", seed).isEqualTo(ORDERS);
        assertInOrder(seed);
        String live = projections.digest(WebhooksProjection.NAME);
        projections.rebuild(WebhooksProjection.NAME);
        assertThat(projections.digest(WebhooksProjection.NAME))
                .as("seed %d", seed)
                .isEqualTo(live);
        assertThat(count("state = 'PENDING'")).as("seed %d", seed).isZero();
    }

    /** Until everything has been told, or a while after it should have been. */
    private void told(long seed) {
        try {
            history(new Random(seed));
            long head = ledger.core.reader().head();
            assertThat(projections.await(WebhooksProjection.NAME, head, SOON)).isTrue();
            await("seed " + seed).atMost(SOON).until(() -> count("state = 'PENDING'") == 0);
        } finally {
            going = false;
        }
    }

    private long count(String which) {
        return sql.sql("select count(*) from ledger.webhook_delivery where " + which)
                .query(Long.class)
                .single();
    }

    /** Every second order is acme's, and confirmed a little later. */
    private void history(Random random) {
        for (int i = 0; i < ORDERS; i++) {
            String id = "o-" + i;
            ledger.run(
                    DEMO, order(DEMO, id, i % 2 == 0 ? "acme" : "zenith", 50_000 + i, OrderStatus.SUCCESSFUL, MARCH));
            if (random.nextInt(3) > 0) {
                confirm(i);
            }
        }
        for (int i = 0; i < ORDERS; i++) {
            confirm(i);
        }
    }

    private void confirm(int i) {
        if (i % 2 == 0 && confirmed.add(i)) {
            ledger.run(
                    DEMO,
                    new ConfirmCommission(
                            OrderCommand.stream(DEMO, new OrderId("o-" + i)), null, null, false, false, null, MARCH));
        }
    }

    /** Takes a few, tells them well or badly, or forgets that it has them, as a node does that is killed. */
    private void node(Random random) {
        while (going) {
            Map<WebhookId, Integer> wanted = new HashMap<>();
            claims.due(100).forEach(endpoint -> wanted.put(endpoint.webhookId(), 1 + random.nextInt(20)));
            List<Settlement> settled = new ArrayList<>();
            for (Claim claim : claims.claim(wanted, LEASE).claims()) {
                int fate = random.nextInt(100);
                if (fate >= 3) {
                    settled.add(tell(claim, fate >= 15));
                }
            }
            settlements.settle(settled);
            resume();
        }
    }

    /** In earnest endpoints that fail get a rest; here there is no time for one. */
    private void resume() {
        sql.sql("update ledger.webhook_standing set paused_until = null, failures = 0 where failures > 5")
                .update();
    }

    private Settlement tell(Claim claim, boolean well) {
        String stream = claim.webhookId() + "/" + claim.stream();
        assertThat(underWay.merge(stream, 1, Integer::sum)).as(stream).isEqualTo(1);
        if (well) {
            synchronized (taken) {
                taken.add(claim);
            }
        }
        underWay.remove(stream);
        Attempt attempt = new Attempt(Instant.now(), 1, well ? 200 : 500, null, null);
        return new Settlement(claim, attempt, well ? null : Duration.ofMillis(5), Duration.ZERO);
    }

    private void assertInOrder(long seed) {
        Map<String, List<UUID>> first = new HashMap<>();
        for (Claim claim : taken) {
            List<UUID> told = first.computeIfAbsent(claim.webhookId() + "/" + claim.stream(), s -> new ArrayList<>());
            if (!told.contains(claim.messageId())) {
                told.add(claim.messageId());
            }
        }
        first.forEach((stream, told) -> {
            String[] names = stream.split("/", 2);
            assertThat(told)
                    .as("seed %d: %s", seed, stream)
                    .isEqualTo(sql.sql("select message_id from ledger.webhook_delivery where webhook_id = ?"
                                    + " and stream = ? order by position, step")
                            .params(names[0], names[1])
                            .query(UUID.class)
                            .list());
        });
        assertThat(first.values().stream().mapToInt(List::size).sum())
                .as("seed %d", seed)
                .isEqualTo((int) count("true"));
    }
}
