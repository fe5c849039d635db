package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.projection.customers.CustomersNode.DEMO;
import static org.commissionledger.projection.customers.CustomersNode.MARCH;
import static org.commissionledger.projection.customers.CustomersNode.visit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.Occurrence;
import org.commissionledger.eventstore.ChainCheck;
import org.commissionledger.person.Person;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes take customers in and fold them at the same time. */
class CustomersOnTwoNodesTest {

    private static final int KNOWN = 4;
    private static final int ANONYMOUS = 40;

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.migrated();
    private CustomersNode here;
    private CustomersNode there;

    @BeforeEach
    void start() {
        here = new CustomersNode(database, directory.resolve("keys"));
        there = new CustomersNode(database, directory.resolve("keys"));
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
    }

    private CustomersNode node(int i) {
        return i % 2 == 0 ? here : there;
    }

    @Test
    void theSameEventsSentThroughBothAtOnceCountOnce() throws Exception {
        long seed = System.nanoTime();
        AtomicLong fresh = new AtomicLong();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int sender = 0; sender < 8; sender++) {
                CustomersNode node = node(sender);
                Random random = new Random(seed + sender);
                all.add(senders.submit(() -> {
                    List<Integer> windows =
                            new ArrayList<>(IntStream.range(0, 20).boxed().toList());
                    Collections.shuffle(windows, random);
                    windows.forEach(window -> fresh.addAndGet(node.record(window(window, random))));
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(fresh).as("seed %d", seed).hasValue(1_000);
        assertThat(here.ledger.core.reader().head()).isEqualTo(1_000);
        here.caughtUp();
        for (int customer = 0; customer < 10; customer++) {
            assertThat(here.row("c-" + customer).events()).as("seed %d", seed).isEqualTo(100);
        }
        here.assertEqualsItsRebuild("seed " + seed);
    }

    /** Fifty events of ten customers, in any order. */
    private static List<Occurrence> window(int window, Random random) {
        List<Occurrence> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(visit("c-" + i % 10, "e-" + window + "-" + i, MARCH.plusSeconds(window * 3_600L + i), null));
        }
        Collections.shuffle(events, random);
        return events;
    }

    @Test
    void mergesUnderLoadLeaveWhatARebuildMakes() throws Exception {
        long seed = System.nanoTime();
        Set<String> merged = ConcurrentHashMap.newKeySet();
        AtomicLong visits = new AtomicLong();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 6; caller++) {
                CustomersNode node = node(caller);
                Random random = new Random(seed + caller);
                all.add(callers.submit(() -> {
                    for (int i = 0; i < 80; i++) {
                        step(node, random, merged, visits);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        here.caughtUp();
        assertThat(merged).as("seed %d", seed).isNotEmpty();
        long counted = 0;
        Set<String> known = new HashSet<>();
        for (CustomerRow row :
                here.customers.list("demo", new CustomerQueries.Filter(null, null, null, null), null, 500)) {
            counted += row.events();
            known.add(row.customerId());
        }
        assertThat(known).as("seed %d", seed).doesNotContainAnyElementsOf(merged);
        assertThat(counted).as("seed %d: nothing is lost in a merge", seed).isEqualTo(visits.get());
        here.assertEqualsItsRebuild("seed " + seed);
        ChainCheck.assertWhole(here.ledger.core.reader(), DEMO);
    }

    private static void step(CustomersNode node, Random random, Set<String> merged, AtomicLong visits) {
        String anonymous = "a-" + random.nextInt(ANONYMOUS);
        if (random.nextInt(4) > 0) {
            String customer = random.nextInt(5) == 0 ? "k-" + random.nextInt(KNOWN) : anonymous;
            List<Occurrence> events = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                events.add(visit(
                        customer, "e-" + random.nextInt(200), MARCH.plusSeconds(random.nextInt(5_000_000)), null));
            }
            visits.addAndGet(node.record(events));
        } else if (node.identifies("k-" + random.nextInt(KNOWN), "Ada", anonymous)) {
            merged.add(anonymous);
        }
    }

    @Test
    void aPoisonEventParksItsStreamAloneOnWhicheverNode() {
        database.asOwner("alter table ledger_customers.entry add check (event_id is distinct from 'poison')");
        for (int customer = 0; customer < 8; customer++) {
            node(customer).visits("c-" + customer, "1", null);
        }
        here.visits("c-3", "poison", null);
        there.visits("c-3", "behind", null);
        for (int customer = 0; customer < 8; customer++) {
            node(customer + 1).visits("c-" + customer, "2", null);
        }
        here.caughtUp();
        List<Parked> parked = there.projections.parked(CustomersNode.NAME, DEMO, 0, 10);
        assertThat(parked).extracting(Parked::stream).hasSize(3).containsOnly("customer-events/c-3");
        assertThat(parked.getFirst().cause()).contains("violates check constraint");
        assertThat(parked.subList(1, 3))
                .allSatisfy(waiting -> assertThat(waiting.cause()).isNull());
        for (int customer = 0; customer < 8; customer++) {
            assertThat(here.row("c-" + customer).events()).isEqualTo(customer == 3 ? 1 : 2);
        }
        here.assertEqualsItsRebuild("poisoned");
        database.asOwner("alter table ledger_customers.entry drop constraint entry_event_id_check");
        assertThat(there.projections.retryParked(CustomersNode.NAME, DEMO)).isZero();
        assertThat(here.row("c-3").events()).isEqualTo(4);
        here.assertEqualsItsRebuild("healed");
    }

    @Test
    void whoIsForgottenOnOneIsForgottenOnTheOther() {
        Person person = CustomerCommand.person(DEMO, new CustomerId("k"));
        assertThat(here.identifies("k", "Ada")).isTrue();
        here.caughtUp();
        assertThat(there.keys.find(person)).isPresent();
        assertThat(there.keys.find(List.of(person))).isNotEmpty();
        assertThat(there.identifies("k", "Ada")).isTrue();
        here.erases("k");
        assertThat(there.keys.find(List.of(person))).isEqualTo(Map.of());
        await().atMost(Duration.ofSeconds(2))
                .until(() -> there.keys.find(person).isEmpty());
        assertThat(there.identifies("k", "Ada")).isFalse();
        there.caughtUp();
        assertThat(there.row("k").erased()).isTrue();
    }
}
