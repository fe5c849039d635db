package org.commissionledger.projection.credits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.StandardReports;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;

/** One of several nodes that take credit in and fold it. */
final class CreditsNode implements AutoCloseable {

    final TestLedger ledger;
    final Projections projections;
    final BalanceQueries balances;
    final EntryQueries entries;
    final CreditQueries credits;
    final DiscountQueries discounts;
    final JournalQueries journal;
    final Reports reports;

    CreditsNode(TestDatabase database, Clock clock) {
        ledger = new TestLedger(database, AppenderSettings.DEFAULT, clock);
        projections = new Projections(
                        List.of(new CreditsProjection(), new JournalProjection(), new RevenueProjection()),
                        ledger.pool(),
                        ledger.core,
                        new Projections.Settings(40, 4),
                        clock,
                        new SimpleMeterRegistry())
                .start();
        balances = new BalanceQueries(ledger.pool());
        entries = new EntryQueries(ledger.pool());
        credits = new CreditQueries(ledger.pool());
        discounts = new DiscountQueries(ledger.pool());
        journal = new JournalQueries(ledger.pool());
        reports = new Reports(ledger.pool(), ledger.core.reader(), StandardReports.all(ledger.core.eventCodec()));
    }

    Result run(OrganisationId organisation, Drafting drafting) {
        return ((Reply.Fresh) ledger.ledger().execute(TestLedger.context(organisation), drafting, null)).result();
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
        assertThat(journal.sums())
                .allSatisfy(sum -> assertThat(sum.balance()).as(why).isZero());
    }

    @Override
    public void close() {
        projections.close();
        ledger.close();
    }
}
