package org.commissionledger.projection.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.journal.Journal;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.journal.AccountEntries.Account;
import org.commissionledger.projection.journal.AccountEntries.Entry;
import org.commissionledger.projection.journal.JournalQueries.Balance;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.testing.RandomOrders;
import org.commissionledger.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Random histories and questions of both times, against a model that goes through all postings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialBalancesTest {

    private static final int EVENTS = Integer.getInteger("ledger.test.past.events", 1_200);

    private static final String SCHEMA = "ledger_journal";
    private static final String DEMO = "demo";

    private final long seed = Long.getLong("ledger.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final DataSource database = TestDatabase.migrated().service();
    private final JdbcClient sql = JdbcClient.create(database);
    private final TrialBalances balances = new TrialBalances(database);
    private final AccountEntries entries = new AccountEntries(database);
    private final List<RecordedEvent> history = new ArrayList<>();
    private final List<OrderEvent> events = new ArrayList<>();

    @BeforeAll
    void aHistory() throws SQLException {
        RandomOrders orders = new RandomOrders(random);
        Instant now = Instant.parse("2011-01-01T00:00:00Z");
        long position = 0;
        while (history.size() < EVENTS) {
            for (OrderEvent event : orders.next()) {
                position += 1 + random.nextInt(120);
                now = now.plusSeconds(random.nextInt(5_000));
                Instant at = now.minus(Duration.ofHours(random.nextInt(4) == 0 ? random.nextInt(900) : 0));
                events.add(event);
                history.add(recorded(position, at));
            }
        }
        try (Connection connection = database.getConnection()) {
            store(connection);
            fold(connection);
        }
    }

    private static RecordedEvent recorded(long position, Instant at) {
        return new RecordedEvent(
                position,
                new OrganisationId(DEMO),
                position,
                new UUID(0, position),
                "order/some",
                position,
                "order.placed",
                1,
                at,
                Instant.EPOCH,
                "{}",
                "{}",
                new byte[32]);
    }

    private void store(Connection connection) throws SQLException {
        try (PreparedStatement event = connection.prepareStatement("""
                        insert into ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type,
                               revision, effective_at, recorded_at, payload, metadata, hash)
                        values (?, 'demo', ?, gen_random_uuid(), 'order/some', ?, 'order.placed', 1, ?::timestamptz, now(), '{}',
                                '{}', '')""")) {
            for (RecordedEvent h : history) {
                event.setLong(1, h.position());
                event.setLong(2, h.position());
                event.setLong(3, h.position());
                event.setString(4, h.effectiveAt().toString());
                event.addBatch();
            }
            event.executeBatch();
        }
    }

    /** Two folds at a time take turns, as segments do: their blocks overlap. */
    private void fold(Connection connection) throws SQLException {
        for (int from = 0; from < history.size(); from += 200) {
            for (int segment = 0; segment < 2; segment++) {
                Fold fold = new JournalProjection().newFold();
                for (int i = from; i < Math.min(from + 200, history.size()); i++) {
                    if (i % 2 == segment) {
                        fold.add(history.get(i), events.get(i));
                    }
                }
                fold.write(connection, SCHEMA);
                fold.writeShared(connection, SCHEMA);
            }
        }
    }

    private Moment moment() {
        RecordedEvent some = history.get(random.nextInt(EVENTS));
        Instant at = history.get(random.nextInt(EVENTS)).effectiveAt();
        return new Moment(
                some.position(),
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> at;
                    default -> at.plusSeconds(random.nextInt(100_000));
                });
    }

    private List<Balance> model(Moment moment) {
        Map<String, Balance> all = new TreeMap<>();
        for (int i = 0; i < history.size(); i++) {
            RecordedEvent h = history.get(i);
            if (h.position() <= moment.position() && h.effectiveAt().isBefore(moment.effectiveEnd())) {
                Journal.entry(events.get(i)).postings().forEach(posting -> {
                    String currency = posting.currency().getCurrencyCode();
                    all.merge(
                            posting.account() + " " + currency,
                            new Balance(posting.account(), currency, BigInteger.valueOf(posting.amount())),
                            (a, b) -> new Balance(
                                    a.account(), a.currency(), a.balance().add(b.balance())));
                });
            }
        }
        return all.values().stream().filter(b -> b.balance().signum() != 0).toList();
    }

    private void ask() {
        for (int i = 0; i < 40; i++) {
            Moment moment = moment();
            assertThat(balances.balances(DEMO, moment))
                    .as("seed %d, %s", seed, moment)
                    .isEqualTo(model(moment));
        }
    }

    @Test
    void areWhatThePostingsAddUpToWhateverBlocksAreMade() throws SQLException {
        ask();
        try (Connection connection = database.getConnection()) {
            while (BalanceCells.SUMS.step(connection, SCHEMA, history.getLast().position())) {
                assertThat(connection.isValid(1)).isTrue();
            }
            assertThat(wrong(connection, null)).as("seed %d", seed).isEmpty();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("update ledger_journal.balance_cell set amount = amount + 1 where ctid ="
                        + " (select min(ctid) from ledger_journal.balance_cell where effective_grain = 'DAY')");
            }
            assertThat(wrong(connection, null)).isNotEmpty().isEqualTo(wrong(connection, DEMO));
            assertThat(wrong(connection, "nobody")).isEmpty();
            connection.rollback();
        }
        ask();
        assertThat(balances.balances("nobody", moment())).isEmpty();
    }

    private static List<String> wrong(Connection connection, @Nullable String organisation) throws SQLException {
        List<String> wrong = new ArrayList<>();
        BalanceCells.SUMS.read(
                connection, SCHEMA, organisation == null ? null : new OrganisationId(organisation), wrong::add);
        return wrong.stream().sorted().toList();
    }

    @Test
    void areZeroInEachCurrencyAtAnyPosition() {
        for (int i = 0; i < history.size(); i++) {
            RecordedEvent event = history.get(i);
            Map<String, BigInteger> sums = new TreeMap<>();
            balances.balances(DEMO, new Moment(event.position(), null))
                    .forEach(b -> sums.merge(b.currency(), b.balance(), BigInteger::add));
            assertThat(sums.values())
                    .as("seed %d, position %d", seed, event.position())
                    .allMatch(sum -> sum.signum() == 0);
        }
    }

    @Test
    void areWhatTheEntriesOfEachAccountAddUpTo() {
        Moment moment = moment();
        for (Balance balance : model(moment)) {
            Account account = new Account(DEMO, balance.account(), balance.currency());
            BigInteger sum = BigInteger.ZERO;
            long after = 0;
            int page = 1 + random.nextInt(60);
            List<Entry> found = entries.entries(account, moment, after, page);
            while (!found.isEmpty()) {
                for (Entry entry : found) {
                    assertThat(entry.position()).as("seed %d", seed).isGreaterThan(after);
                    after = entry.position();
                    sum = sum.add(BigInteger.valueOf(entry.amount()));
                }
                found = entries.entries(account, moment, after, page);
            }
            assertThat(sum)
                    .as("seed %d, %s of %s", seed, moment, balance.account())
                    .isEqualTo(balance.balance());
        }
    }
}
