package org.commissionledger.projection.journal;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.journal.Journal;
import org.commissionledger.journal.Posting;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** The postings of every event that moves money, and the balance of each account. */
public final class JournalProjection implements Projection {

    public static final String NAME = "journal";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrderEvent.class.isAssignableFrom(type);
    }

    @Override
    public Fold newFold() {
        return new JournalFold();
    }

    private record Line(RecordedEvent event, Posting posting) {}

    private record Account(String organisation, String account, String currency) implements Comparable<Account> {
        @Override
        public int compareTo(Account other) {
            int byOrganisation = organisation.compareTo(other.organisation);
            int byAccount = account.compareTo(other.account);
            return byOrganisation != 0
                    ? byOrganisation
                    : byAccount != 0 ? byAccount : currency.compareTo(other.currency);
        }
    }

    private static final class JournalFold implements Fold {

        private final List<Line> lines = new ArrayList<>();

        /** Sorted: accounts are written in one order by everybody, so that two segments never wait for each other. */
        private final Map<Account, BigInteger> balances = new TreeMap<>();

        @Override
        public void add(RecordedEvent recorded, LedgerEvent event) {
            for (Posting posting : Journal.entry(event).postings()) {
                lines.add(new Line(recorded, posting));
                Account account = new Account(
                        recorded.organisation().value(),
                        posting.account(),
                        posting.currency().getCurrencyCode());
                balances.merge(account, BigInteger.valueOf(posting.amount()), BigInteger::add);
            }
        }

        @Override
        public void write(Connection connection, String schema) throws SQLException {
            Columns.of(lines)
                    .text(l -> l.event().organisation().value())
                    .text(l -> l.posting().account())
                    .text(l -> l.posting().currency().getCurrencyCode())
                    .bigint(l -> l.event().position())
                    .bigint(l -> l.posting().amount())
                    .time(l -> l.event().effectiveAt())
                    .time(l -> l.event().recordedAt())
                    .execute(connection, """
                            insert into %s.posting (organisation, account, currency, position, amount, effective_at, recorded_at)
                            select organisation, account, currency, position, amount, %s, %s
                              from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                                as b(organisation, account, currency, position, amount, effective_at, recorded_at)""".formatted(
                                    schema, Columns.time("effective_at"), Columns.time("recorded_at")));
            Columns.of(balances.entrySet())
                    .text(b -> b.getKey().organisation())
                    .text(b -> b.getKey().account())
                    .text(b -> b.getKey().currency())
                    .numeric(Map.Entry::getValue)
                    .execute(connection, """
                            insert into %s.account_balance as a (organisation, account, currency, balance)
                            select organisation, account, currency, balance::numeric
                              from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                                as b(organisation, account, currency, balance)
                            on conflict (organisation, account, currency) do update
                               set balance = a.balance + excluded.balance""".formatted(schema));
        }
    }
}
