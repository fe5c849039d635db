package org.commissionledger.api.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.GBP;
import static org.commissionledger.testing.TestLedger.MARCH;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.account.AccountId;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditCommand;
import org.commissionledger.credit.HoldId;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountCommand;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.credits.DueQueries;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs out is booked once, when it runs out or when the service is back, whichever node is there. */
class ExpiryBookingTest {

    private static final AccountId SHOP = new AccountId("shop");
    private static final Instant HALF_PAST = MARCH.plus(Duration.ofMinutes(30));
    private static final Instant ELEVEN = MARCH.plus(Duration.ofHours(1));

    private final TestDatabase database = TestDatabase.migrated();
    private volatile Instant now = MARCH;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    /** A node of the service, as far as it concerns expiries. */
    private final class Node implements AutoCloseable {

        final TestLedger ledger = new TestLedger(database, AppenderSettings.DEFAULT, clock);
        final Projections projections = new Projections(
                        List.of(new CreditsProjection()),
                        ledger.pool(),
                        ledger.core,
                        Projections.Settings.DEFAULT,
                        clock,
                        new SimpleMeterRegistry())
                .start();
        final DueQueries due = new DueQueries(ledger.pool());

        ExpiryBooking booking() {
            return new ExpiryBooking(ledger.ledger(), due, projections, ledger.pool(), clock);
        }

        ExpirySchedule schedule() {
            return new ExpirySchedule(ledger.ledger(), due, projections, ledger.core.watcher(), ledger.pool(), clock);
        }

        void run(Drafting drafting) {
            Reply reply = ledger.ledger().execute(TestLedger.context(DEMO), drafting, null);
            assertThat(((Reply.Fresh) reply).result().refusal()).isNull();
        }

        void open() {
            AccountFacts facts = new AccountFacts(SHOP, AccountType.CUSTOMER, null, GBP);
            run(ledger.core.creditDrafts().open(DEMO, facts, "Shop", 0, now, now));
        }

        void topUp(String id, @Nullable Instant end) {
            TopUp topUp = new TopUp(new TopUpId(id), TopUpCategory.PAID, 100, 50, end);
            run(ledger.core.creditDrafts().topUp(DEMO, SHOP, topUp, GBP, now, true, now));
        }

        void hold(String id, Instant end) {
            run(ledger.core.creditDrafts().hold(DEMO, SHOP, new HoldId(id), Money.ofMinor(10, GBP), end, now, now));
        }

        void discount(String id, Instant end) {
            Discount discount = new Discount(
                    new DiscountId(id), SHOP, DiscountScope.ACCOUNT, null, new DiscountTerms.Percent(1), MARCH, end);
            run(ledger.core.discountDrafts().put(DEMO, discount, now));
        }

        void caughtUp() {
            assertThat(projections.await(
                            CreditsProjection.NAME, ledger.core.reader().head(), Duration.ofSeconds(30)))
                    .isTrue();
        }

        List<RecordedEvent> events(StreamId stream) {
            return ledger.core.reader().stream(stream, 0, 1_000);
        }

        List<String> account() {
            return events(CreditCommand.stream(DEMO, SHOP)).stream()
                    .map(RecordedEvent::type)
                    .toList();
        }

        List<String> discounts() {
            return events(DiscountCommand.stream(DEMO, SHOP)).stream()
                    .map(RecordedEvent::type)
                    .toList();
        }

        @Override
        public void close() {
            projections.close();
            ledger.close();
        }
    }

    private void threeThingsRunOutWhileNobodyIsThere() {
        try (Node before = new Node()) {
            before.open();
            before.topUp("stays", null);
            before.topUp("t", ELEVEN);
            before.hold("h", HALF_PAST);
            before.discount("d", ELEVEN);
            before.caughtUp();
            assertThat(before.booking().book()).isZero();
        }
        now = MARCH.plus(Duration.ofDays(3));
    }

    @Test
    void whatRanOutMeanwhileIsBookedOnceByTwoNodesThatStartAtOnce() throws Exception {
        threeThingsRunOutWhileNobodyIsThere();
        try (Node one = new Node();
                Node other = new Node();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> all = new ArrayList<>();
            for (Node node : List.of(one, other, one, other)) {
                all.add(node.booking()::book);
            }
            for (Future<Long> each : threads.invokeAll(all)) {
                each.get();
            }
            assertThat(one.account())
                    .endsWith("credit.hold-released", "credit.top-up-expired")
                    .hasSize(6);
            assertThat(one.discounts()).containsExactly("discount.granted", "discount.expired");
            List<RecordedEvent> events = one.events(CreditCommand.stream(DEMO, SHOP));
            assertThat(events.get(4).effectiveAt()).isEqualTo(HALF_PAST);
            assertThat(events.get(5).effectiveAt()).isEqualTo(ELEVEN);
            assertThat(events.get(5).recordedAt()).isEqualTo(now);
            one.caughtUp();
            assertThat(other.booking().book()).isZero();
            assertThat(one.due.next()).isEmpty();
        }
    }

    @Test
    void theScheduleBooksAtTheStart() {
        threeThingsRunOutWhileNobodyIsThere();
        try (Node node = new Node()) {
            node.schedule().look();
            assertThat(node.account()).hasSize(6);
            assertThat(node.discounts()).hasSize(2);
        }
    }

    @Test
    void theScheduleBooksWhenTheTimeHasComeAndNotBefore() {
        try (Node node = new Node()) {
            node.open();
            ExpirySchedule schedule = node.schedule();
            schedule.look();
            node.topUp("t", ELEVEN);
            node.caughtUp();
            now = ELEVEN.minusNanos(1_000);
            schedule.look();
            assertThat(node.account()).hasSize(2);
            now = ELEVEN;
            schedule.look();
            assertThat(node.account()).hasSize(3).endsWith("credit.top-up-expired");
        }
    }

    @Test
    void moreThanAPageOfAccountsIsBookedInOneGo() {
        try (Node node = new Node()) {
            int accounts = 520;
            for (int i = 0; i < accounts; i++) {
                AccountId account = new AccountId("a-" + i);
                AccountFacts facts = new AccountFacts(account, AccountType.CUSTOMER, null, GBP);
                TopUp topUp = new TopUp(new TopUpId("t"), TopUpCategory.PROMOTIONAL, 1, 50, ELEVEN);
                node.run(node.ledger.core.creditDrafts().open(DEMO, facts, "A", 0, now, now));
                node.run(node.ledger.core.creditDrafts().topUp(DEMO, account, topUp, GBP, now, true, now));
            }
            node.caughtUp();
            now = ELEVEN;
            assertThat(node.booking().book()).isEqualTo(accounts);
            assertThat(node.booking().book()).isZero();
        }
    }
}
