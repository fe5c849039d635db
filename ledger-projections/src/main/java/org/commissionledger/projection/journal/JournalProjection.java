package org.commissionledger.projection.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.identity.Sha256;
import org.commissionledger.journal.Journal;
import org.commissionledger.journal.Posting;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.ExactSum;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.NewRows;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Upkeep;
import org.commissionledger.projection.period.ClosedPeriods;

/** The postings of every event that moves money, and the balance of each account. */
public final class JournalProjection implements Projection {

    public static final String NAME = "journal";

    private static final int RUN_BITS = 16;

    /**
     * Positions of a run. A block of postings is of one run alone, so that those of a span of positions are not far from it: otherwise the
     * server would have to take any block before it for one that may reach into it.
     */
    static final int RUN = 1 << RUN_BITS;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrderEvent.class.isAssignableFrom(type)
                || CreditEvent.class.isAssignableFrom(type)
                || PayoutEvent.class.isAssignableFrom(type);
    }

    @Override
    public String content(String schema, String table) {
        return switch (table) {
            case "posting_block" ->
                "select account_id, line.* from " + schema
                        + ".posting_block, unnest(positions, amounts, effective_at, coalesce(booked_at, effective_at)) line";
            case "block" -> Projection.super.content(schema, table) + " where false";
            default -> Projection.super.content(schema, table);
        };
    }

    @Override
    public Optional<Content> contentOf(String table) {
        return table.equals("balance_cell") ? Optional.of(BalanceCells.SUMS) : Optional.empty();
    }

    @Override
    public String ofOrganisation(String schema, String table) {
        return switch (table) {
            case "posting_block" ->
                "account_id in (select account_id from " + schema + ".account_balance where organisation = ?)";
            case "block" -> "?::text is null";
            default -> Projection.super.ofOrganisation(schema, table);
        };
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(BalanceCells.SUMS);
    }

    @Override
    public Fold newFold() {
        return new JournalFold();
    }

    private record Line(long accountId, RecordedEvent event, long amount) {}

    /** The positions of an account that may be packed together. */
    private record Run(long accountId, long number) {
        static Run of(Line line) {
            return new Run(line.accountId(), line.event().position() >> RUN_BITS);
        }
    }

    /** Postings of one account, in the order of their positions. */
    private record Pack(
            long accountId, long[] positions, long[] amounts, List<Instant> effectiveAt, List<Instant> bookedAt) {

        static Pack of(long accountId, List<Line> unordered, ClosedPeriods closed) {
            List<Line> lines = unordered.stream()
                    .sorted(Comparator.comparingLong(line -> line.event().position()))
                    .toList();
            return new Pack(
                    accountId,
                    lines.stream().mapToLong(line -> line.event().position()).toArray(),
                    lines.stream().mapToLong(Line::amount).toArray(),
                    lines.stream().map(line -> line.event().effectiveAt()).toList(),
                    lines.stream().map(line -> closed.book(line.event()).at()).toList());
        }
    }

    /** One account in one currency. */
    private record Account(String organisation, String account, String currency) {

        static final Comparator<Account> ORDER = Comparator.comparing(Account::organisation)
                .thenComparing(Account::account)
                .thenComparing(Account::currency);

        long id() {
            return Sha256.number(organisation, account, currency);
        }
    }

    private record Balance(long accountId, ExactSum moved) {}

    private static final class JournalFold implements Fold {

        private final List<Line> lines = new ArrayList<>();
        private final Map<Account, Balance> balances = new HashMap<>();

        @Override
        public void add(RecordedEvent recorded, LedgerEvent event) {
            for (Posting posting : Journal.entry(event).postings()) {
                Account account = new Account(
                        recorded.organisation().value(),
                        posting.account(),
                        posting.currency().getCurrencyCode());
                Balance balance = balances.computeIfAbsent(account, a -> new Balance(a.id(), new ExactSum()));
                balance.moved().add(posting.amount());
                lines.add(new Line(balance.accountId(), recorded, posting.amount()));
            }
        }

        @Override
        public void write(Connection connection, String schema) throws SQLException {
            if (lines.isEmpty()) {
                return;
            }
            ClosedPeriods closed = ClosedPeriods.read(
                    connection,
                    lines.stream().map(l -> l.event().organisation().value()).toList());
            Map<Run, List<Line>> packs = new LinkedHashMap<>();
            for (Line line : lines) {
                packs.computeIfAbsent(Run.of(line), run -> new ArrayList<>()).add(line);
            }
            NewRows.of(packs.entrySet().stream()
                            .map(p -> Pack.of(p.getKey().accountId(), p.getValue(), closed))
                            .toList())
                    .bigint("account_id", Pack::accountId)
                    .bigint("last_position", p -> p.positions()[p.positions().length - 1])
                    .bigint("first_position", p -> p.positions()[0])
                    .bigints("positions", Pack::positions)
                    .bigints("amounts", Pack::amounts)
                    .times("effective_at", Pack::effectiveAt)
                    .times("booked_at", p -> p.bookedAt().equals(p.effectiveAt()) ? null : p.bookedAt())
                    .into(connection, schema + ".posting_block");
        }

        @Override
        public void writeShared(Connection connection, String schema) throws SQLException {
            Columns.of(balances.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey(Account.ORDER))
                            .toList())
                    .text(b -> b.getKey().organisation())
                    .text(b -> b.getKey().account())
                    .text(b -> b.getKey().currency())
                    .bigint(b -> b.getValue().accountId())
                    .numeric(b -> b.getValue().moved())
                    .execute(connection, """
                            insert into %s.account_balance as a (organisation, account, currency, account_id, balance)
                            select organisation, account, currency, account_id, balance::numeric
                              from :rows as b(organisation, account, currency, account_id, balance)
                            on conflict (organisation, account, currency) do update
                               set balance = a.balance + excluded.balance""".formatted(schema));
        }
    }
}
