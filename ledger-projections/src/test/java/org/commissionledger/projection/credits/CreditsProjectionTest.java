package org.commissionledger.projection.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.journal.TrialBalances;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.testing.CreditLines;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Random histories in pounds, yen and dinars against a model that is made from the rules alone. */
class CreditsProjectionTest {

    private static final int HISTORIES = Integer.getInteger("histories", 15);
    private static final int STEPS = 30;
    private static final int MOMENTS = 40;

    private final SteppedClock clock = new SteppedClock(TestLedger.MARCH);
    private CreditsNode node;

    @BeforeEach
    void start() {
        node = new CreditsNode(TestDatabase.migrated(), clock);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void showsWhatTheRulesSayAtAnyMoment() {
        long seed = System.nanoTime();
        Random moments = new Random(seed);
        List<CreditReports> made = new ArrayList<>();
        for (int history = 0; history < HISTORIES; history++) {
            String where = "seed " + seed + ", history " + history;
            CreditStory story = new CreditStory(node, clock, new Random(seed + history), "org-" + history);
            steps(story, where);
            node.caughtUp();
            made.add(CreditReports.of(node, story, moments, where));
            steps(story, where);
            node.caughtUp();
            CreditReports.of(node, story, moments, where).assertTheyAgree();
            made.getLast().assertTheSameAgain();
            assertBalances(story, moments, where);
            assertTopUpsAddUp(story, where);
            assertEntriesAddUp(story, where);
            assertJournal(story, where);
            assertTheBooksAreEvenAtEveryPosition(story, where);
        }
        node.assertEqualsItsRebuild("seed " + seed);
        made.forEach(CreditReports::assertTheSameAgain);
    }

    private static void steps(CreditStory story, String where) {
        for (int step = 0; step < STEPS; step++) {
            story.step(where + ", step " + step);
        }
    }

    private void assertBalances(CreditStory story, Random random, String where) {
        String organisation = story.organisation.value();
        Balance now = node.balances
                .now(organisation, CreditStory.ACCOUNT, story.now())
                .orElseThrow();
        assertThat(figures(now)).as(where).isEqualTo(story.figuresAt(story.now()));
        for (int i = 0; i < MOMENTS; i++) {
            Instant moment = story.anyMoment(random);
            Balance then = node.balances
                    .asOf(organisation, CreditStory.ACCOUNT, moment)
                    .orElseThrow();
            assertThat(figures(then)).as("%s at %s", where, moment).isEqualTo(story.figuresAt(moment));
        }
    }

    private static String figures(Balance b) {
        assertThat(b.available()).isEqualTo(b.paid() + b.promotional() - b.held() - b.overdrawn());
        return CreditLines.figures(
                new CreditFigures(b.paid(), b.promotional(), b.held(), b.overdrawn(), b.overdraftLimit()));
    }

    private void assertTopUpsAddUp(CreditStory story, String where) {
        String organisation = story.organisation.value();
        Balance now = node.balances
                .now(organisation, CreditStory.ACCOUNT, story.now())
                .orElseThrow();
        long left = 0;
        for (TopUpRow row : node.credits.topUps(organisation, CreditStory.ACCOUNT, story.now(), null, 500)) {
            assertThat(row.amount())
                    .as("%s, %s", where, row)
                    .isEqualTo(row.settled() + row.used() + row.left() + row.expired() + row.voided());
            assertThat(row.left() == 0)
                    .as("%s, %s", where, row)
                    .isEqualTo(!row.state().equals("OPEN"));
            left += row.left();
        }
        assertThat(left).as(where).isEqualTo(now.paid() + now.promotional());
        long held = node.credits.holds(organisation, CreditStory.ACCOUNT, story.now(), null, 500).stream()
                .filter(hold -> hold.state().equals("OPEN"))
                .mapToLong(HoldRow::amount)
                .sum();
        assertThat(held).as(where).isEqualTo(now.held());
    }

    private void assertEntriesAddUp(CreditStory story, String where) {
        List<EntryRow> entries = new ArrayList<>();
        EntryQueries.Place after = null;
        List<EntryRow> page;
        do {
            page = node.entries.list(
                    story.organisation.value(),
                    CreditStory.ACCOUNT,
                    new EntryQueries.Selection(after, null, null, EntryQueries.Part.ALL),
                    7);
            entries.addAll(page);
            after = page.isEmpty()
                    ? null
                    : new EntryQueries.Place(
                            page.getLast().recordedAt(), page.getLast().position());
        } while (!page.isEmpty());
        long available = 0;
        for (EntryRow entry : entries.reversed()) {
            available += entry.change();
            assertThat(entry.available()).as("%s, %s", where, entry).isEqualTo(available);
        }
    }

    private void assertJournal(CreditStory story, String where) {
        long books = node.journal.balances(story.organisation.value()).stream()
                .filter(b -> b.account().equals("credit:account:" + CreditStory.ACCOUNT))
                .map(JournalQueries.Balance::balance)
                .mapToLong(balance -> -balance.longValueExact())
                .sum();
        assertThat(books).as(where).isEqualTo(story.owed());
    }

    private void assertTheBooksAreEvenAtEveryPosition(CreditStory story, String where) {
        TrialBalances trial = new TrialBalances(node.ledger.pool());
        String organisation = story.organisation.value();
        List<Long> positions = JdbcClient.create(node.ledger.pool())
                .sql("select position from ledger.event where organisation = ? order by position")
                .param(organisation)
                .query(Long.class)
                .list();
        assertThat(positions).as(where).isNotEmpty();
        for (long position : positions) {
            Map<String, BigInteger> sums = new TreeMap<>();
            trial.balances(organisation, new Moment(position, null))
                    .forEach(balance -> sums.merge(balance.currency(), balance.balance(), BigInteger::add));
            assertThat(sums.values())
                    .as("%s, position %d: %s", where, position, sums)
                    .allMatch(sum -> sum.signum() == 0);
        }
    }
}
