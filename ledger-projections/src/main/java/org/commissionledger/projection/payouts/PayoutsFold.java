package org.commissionledger.projection.payouts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutCancelled;
import org.commissionledger.payout.PayoutEvent.PayoutDrafted;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.payout.PayoutFacts;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.payout.PayoutState;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.jspecify.annotations.Nullable;

/** What happened to payouts in a batch, and what they gathered. */
final class PayoutsFold implements Fold {

    private final MovementRows movements = new MovementRows();
    private final List<Step> steps = new ArrayList<>();
    private final List<Amount> amounts = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    private record Step(RecordedEvent recorded, PayoutState state) {

        PayoutFacts facts() {
            return state.facts();
        }

        @Nullable
        String provider() {
            return facts().providerId() == null ? null : facts().providerId().value();
        }
    }

    private record Amount(String organisation, String payoutId, Money money) {}

    private record Line(String organisation, String payoutId, PayoutLine line) {}

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        String organisation = recorded.organisation().value();
        switch (event) {
            case CommissionConfirmed e -> movements.moved(recorded, e, e.amount());
            case CommissionReversed e -> movements.moved(recorded, e, Math.negateExact(e.amount()));
            case LinesGathered e -> gathered(organisation, e);
            case PayoutMoved e -> moved(recorded, e);
            default -> throw new IllegalArgumentException("payouts have nothing to do with " + event.getClass());
        }
    }

    private void gathered(String organisation, LinesGathered event) {
        String payout = event.payoutId().value();
        for (PayoutLine line : event.lines()) {
            lines.add(new Line(organisation, payout, line));
            movements.take(organisation, payout, line);
        }
    }

    private void moved(RecordedEvent recorded, PayoutMoved event) {
        String organisation = recorded.organisation().value();
        String payout = event.payout().payoutId().value();
        steps.add(new Step(recorded, event.state()));
        if (event instanceof PayoutDrafted) {
            event.payout().amounts().forEach(money -> amounts.add(new Amount(organisation, payout, money)));
        } else if (event instanceof PayoutCancelled) {
            movements.giveBack(organisation, payout);
        }
    }

    @Override
    public Set<String> looksUpBy() {
        return movements.areLookedUp() ? Set.of(PayoutsProjection.MOVEMENT_PK) : Set.of();
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        writeSteps(connection, schema);
        Columns.of(amounts)
                .text(Amount::organisation)
                .text(Amount::payoutId)
                .text(a -> a.money().currency().getCurrencyCode())
                .bigint(a -> a.money().amount())
                .execute(
                        connection,
                        "insert into " + schema + ".payout_amount (organisation, payout_id, currency, amount)"
                                + " select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])");
        Columns.of(lines)
                .text(Line::organisation)
                .text(Line::payoutId)
                .text(l -> l.line().orderId().value())
                .text(l -> l.line().providerId().value())
                .text(l -> l.line().amount().currency().getCurrencyCode())
                .bigint(l -> l.line().amount().amount())
                .execute(
                        connection,
                        "insert into " + schema
                                + ".payout_line (organisation, payout_id, order_id, provider_id, currency, amount)"
                                + " select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])");
        movements.write(connection, schema);
    }

    private void writeSteps(Connection connection, String schema) throws SQLException {
        Columns.of(steps)
                .text(s -> s.recorded().organisation().value())
                .text(s -> s.facts().payoutId().value())
                .bigint(s -> s.recorded().position())
                .bigint(s -> s.facts().number())
                .text(Step::provider)
                .time(s -> s.facts().from())
                .time(s -> s.facts().to())
                .text(s -> s.state().status().name())
                .bigint(s -> s.facts().orders())
                .text(s -> s.facts().createdBy())
                .time(s -> s.facts().createdAt())
                .text(s -> s.state().approval() == null
                        ? null
                        : s.state().approval().by())
                .optionalTime(s -> s.state().approval() == null
                        ? null
                        : s.state().approval().at())
                .optionalTime(s -> s.state().settledAt())
                .optionalTime(s -> s.state().failedAt())
                .text(s -> s.state().failureReason())
                .text(s -> s.state().reference())
                .execute(
                        connection,
                        INSERT_STEPS.formatted(
                                schema,
                                Columns.time("from_at"),
                                Columns.time("to_at"),
                                Columns.time("created_at"),
                                Columns.time("approved_at"),
                                Columns.time("settled_at"),
                                Columns.time("failed_at")));
    }

    private static final String INSERT_STEPS = """
            insert into %s.payout_step
                   (organisation, payout_id, position, number, provider_id, from_at, to_at, status, orders, created_by,
                    created_at, approved_by, approved_at, settled_at, failed_at, failure_reason, reference)
            select organisation, payout_id, position, number, provider_id, %s, %s, status, orders, created_by,
                   %s, approved_by, %s, %s, %s, failure_reason, reference
              from :rows as b(organisation, payout_id, position, number, provider_id, from_at, to_at, status, orders, created_by,
                     created_at, approved_by, approved_at, settled_at, failed_at, failure_reason, reference)""";
}
