package org.commissionledger.projection.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Grouping;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.payout.PayoutBook;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.projection.StandardReports;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.payouts.PayoutDrafting.Wish;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;

/** One of several nodes that draft payouts. */
final class PayoutsNode implements AutoCloseable {

    static final Instant NOW = Instant.parse("2011-12-01T00:00:00Z");

    final TestLedger ledger;
    final Projections projections;
    final PayoutQueries queries;
    final JournalQueries journal;
    final Reports reports;
    private final PayoutDrafting drafting;
    private final PayoutBook book;

    PayoutsNode(TestDatabase database) {
        ledger = new TestLedger(database);
        projections = new Projections(
                        List.of(
                                new OrdersProjection(ledger.core.eventCodec()),
                                new JournalProjection(),
                                new RevenueProjection(),
                                new PayoutsProjection()),
                        ledger.pool(),
                        ledger.core,
                        new Projections.Settings(40, 3),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry())
                .start();
        queries = new PayoutQueries(ledger.pool());
        journal = new JournalQueries(ledger.pool());
        reports = new Reports(ledger.pool(), ledger.core.reader(), StandardReports.all(ledger.core.eventCodec()));
        book = new PayoutBook(ledger.core.reader(), ledger.core.eventCodec());
        drafting = new PayoutDrafting(ledger.core.reader(), queries, position -> {
            if (!projections.await(PayoutsProjection.NAME, position, Duration.ofSeconds(30))) {
                throw new IllegalStateException("the projection does not come to " + position);
            }
        });
    }

    PayoutModel model() {
        return PayoutModel.of(ledger.core.reader(), ledger.core.eventCodec());
    }

    /** What one command was refused with, if it was. */
    Optional<Rejection> refused(Drafting one) {
        Reply.Fresh reply = (Reply.Fresh) ledger.ledger().execute(TestLedger.context(TestLedger.DEMO), one, null);
        return Optional.ofNullable(reply.result().refusal());
    }

    Optional<Rejection> refused(LedgerCommand command) {
        return refused(() -> Draft.of(command));
    }

    Optional<Rejection> draft(String payout, @Nullable String provider, Instant from, Instant to) {
        ProviderId only = provider == null ? null : new ProviderId(provider);
        Wish wish = new Wish(new PayoutId(payout), only, from, to, "maker", NOW);
        return refused(() -> drafting.draft(TestLedger.DEMO, wish));
    }

    Optional<Rejection> approve(String payout) {
        return group(again -> book.approve(TestLedger.DEMO, new PayoutId(payout), "second", NOW));
    }

    Optional<Rejection> settle(String payout) {
        return group(again -> book.settle(TestLedger.DEMO, new PayoutId(payout), "bank", NOW));
    }

    Optional<Rejection> fail(String payout) {
        return group(again -> book.fail(TestLedger.DEMO, new PayoutId(payout), "closed", NOW));
    }

    private Optional<Rejection> group(Grouping grouping) {
        GroupReply.Fresh reply = (GroupReply.Fresh) ledger.ledger()
                .executeGroup(
                        TestLedger.context(TestLedger.DEMO),
                        grouping,
                        true,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
        return reply.results().stream()
                .map(Result::refusal)
                .filter(refusal -> refusal != null)
                .findFirst();
    }

    void caughtUp() {
        long head = ledger.core.reader().head();
        projections
                .names()
                .forEach(name -> assertThat(projections.await(name, head, Duration.ofSeconds(60)))
                        .isTrue());
    }

    void assertEqualsItsRebuild(String why) {
        for (String name : projections.names()) {
            String live = projections.digest(name);
            projections.rebuild(name);
            assertThat(projections.digest(name)).as("%s, %s", name, why).isEqualTo(live);
        }
    }

    @Override
    public void close() {
        projections.close();
        ledger.close();
    }
}
