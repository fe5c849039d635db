package org.commissionledger.projection.payouts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.NewRows;
import org.commissionledger.projection.period.ClosedPeriods;

/** What a batch adds to the movements, and which of them payouts take and give back. */
final class MovementRows {

    private final List<Movement> movements = new ArrayList<>();
    private final Map<Place, String> taken = new LinkedHashMap<>();
    private final Set<Payout> givenBack = new LinkedHashSet<>();

    private record Movement(RecordedEvent recorded, OrderEvent event, long amount) {}

    /** A movement, named by its place in its order's stream. */
    private record Place(String organisation, String orderId, long sequence) {}

    private record Payout(String organisation, String payoutId) {}

    void moved(RecordedEvent recorded, OrderEvent event, long amount) {
        movements.add(new Movement(recorded, event, amount));
    }

    void take(String organisation, String payoutId, PayoutLine line) {
        line.movements()
                .forEach(sequence ->
                        taken.put(new Place(organisation, line.orderId().value(), sequence), payoutId));
    }

    /** What the payout took in this batch was never taken; what it took before, the database gives back. */
    void giveBack(String organisation, String payoutId) {
        taken.entrySet()
                .removeIf(t -> t.getKey().organisation().equals(organisation)
                        && t.getValue().equals(payoutId));
        givenBack.add(new Payout(organisation, payoutId));
    }

    /** Whether what other batches wrote is changed. */
    boolean areLookedUp() {
        return !taken.isEmpty() || !givenBack.isEmpty();
    }

    void write(Connection connection, String schema) throws SQLException {
        insert(connection, schema);
        Columns.of(givenBack).text(Payout::organisation).text(Payout::payoutId).execute(connection, """
                        update %1$s.movement m set payout_id = null
                          from :rows as b(organisation, payout_id)
                          join %1$s.payout_line l using (organisation, payout_id)
                         where m.organisation = l.organisation and m.order_id = l.order_id and m.payout_id = l.payout_id""".formatted(
                        schema));
        Columns.of(taken.entrySet())
                .text(t -> t.getKey().organisation())
                .text(t -> t.getKey().orderId())
                .bigint(t -> t.getKey().sequence())
                .text(Map.Entry::getValue)
                .execute(connection, """
                        update %s.movement m set payout_id = b.payout_id
                          from :rows as b(organisation, order_id, sequence, payout_id)
                         where m.organisation = b.organisation and m.order_id = b.order_id and m.sequence = b.sequence""".formatted(schema));
    }

    private void insert(Connection connection, String schema) throws SQLException {
        if (movements.isEmpty()) {
            return;
        }
        ClosedPeriods closed = ClosedPeriods.read(
                connection,
                movements.stream().map(m -> m.recorded().organisation().value()).toList());
        NewRows.of(movements)
                .text("organisation", m -> m.recorded().organisation().value())
                .text("order_id", m -> m.event().order().orderId().value())
                .bigint("sequence", m -> m.recorded().streamSequence())
                .text("provider_id", m -> m.event().order().providerId().value())
                .text("currency", m -> m.event().commission().currency().getCurrencyCode())
                .bigint("amount", Movement::amount)
                .bigint("reversed", m -> m.event().commission().reversed())
                .time("booked_at", m -> closed.book(m.recorded()).at())
                .into(connection, schema + ".movement");
    }
}
