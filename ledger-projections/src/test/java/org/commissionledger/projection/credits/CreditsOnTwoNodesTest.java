package org.commissionledger.projection.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.eventstore.ChainCheck;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes take in what clients ask of the same accounts at once, and fold it at the same time. */
class CreditsOnTwoNodesTest {

    private static final int ACCOUNTS = 5;
    private static final int CLIENTS = 8;
    private static final int STEPS = 60;

    private final TestDatabase database = TestDatabase.migrated();
    private CreditsNode here;
    private CreditsNode there;

    @BeforeEach
    void start() {
        here = new CreditsNode(database, Clock.systemUTC());
        there = new CreditsNode(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
    }

    @Test
    void entriesBalancesAndBooksAgreeToTheMinorUnit() throws Exception {
        long seed = System.nanoTime();
        List<CreditStory> stories = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            SteppedClock unused = new SteppedClock(TestLedger.MARCH);
            stories.add(new CreditStory(here, unused, new Random(seed + i), "org-" + i));
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                CreditsNode node = client % 2 == 0 ? here : there;
                Random random = new Random(seed - client);
                all.add(clients.submit(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        CreditStory story = stories.get(random.nextInt(ACCOUNTS));
                        story.ask(node, story.next());
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        here.caughtUp();
        for (CreditStory story : stories) {
            assertAgree(story.organisation.value(), "seed " + seed + ", " + story.organisation);
            ChainCheck.assertWhole(here.ledger.core.reader(), story.organisation);
        }
        there.assertEqualsItsRebuild("seed " + seed);
    }

    private void assertAgree(String organisation, String where) {
        Balance balance = here.balances
                .asOf(organisation, CreditStory.ACCOUNT, Instant.now())
                .orElseThrow();
        Instant never = Instant.EPOCH; // nothing has run out by then: what the ledger booked is what shows
        Balance booked =
                here.balances.now(organisation, CreditStory.ACCOUNT, never).orElseThrow();
        long changes = here
                .entries
                .list(
                        organisation,
                        CreditStory.ACCOUNT,
                        new EntryQueries.Selection(null, null, null, EntryQueries.Part.ALL),
                        10_000)
                .stream()
                .mapToLong(EntryRow::change)
                .sum();
        assertThat(changes).as(where).isEqualTo(booked.available());
        long left = 0;
        for (TopUpRow row : here.credits.topUps(organisation, CreditStory.ACCOUNT, never, null, 10_000)) {
            assertThat(row.amount())
                    .as("%s, %s", where, row)
                    .isEqualTo(row.settled() + row.used() + row.left() + row.expired() + row.voided());
            left += row.left();
        }
        assertThat(left).as(where).isEqualTo(booked.paid() + booked.promotional());
        assertThat(balance.paid() + balance.promotional()).as(where).isLessThanOrEqualTo(left);
        long books = here.journal.balances(organisation).stream()
                .filter(b -> b.account().equals("credit:account:" + CreditStory.ACCOUNT))
                .map(JournalQueries.Balance::balance)
                .mapToLong(each -> -each.longValueExact())
                .sum();
        assertThat(books).as(where).isEqualTo(left - booked.overdrawn());
    }
}
