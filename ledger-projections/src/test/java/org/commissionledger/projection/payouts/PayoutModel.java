package org.commissionledger.projection.payouts;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.payout.PayoutStatus;
import org.commissionledger.period.PeriodEvent.PeriodClosed;
import org.jspecify.annotations.Nullable;

/** All that there is to know of payouts, made the slow way from the whole history each time. */
final class PayoutModel {

    final List<Moved> movements = new ArrayList<>();
    final Map<String, Long> reversed = new HashMap<>();
    final Map<String, PayoutStatus> statuses = new TreeMap<>();
    final Map<String, List<PayoutLine>> lines = new HashMap<>();
    final Map<String, Long> paid = new HashMap<>();
    private final Map<YearMonth, Long> closed = new HashMap<>();

    /** One movement of an order. */
    record Moved(String order, String provider, String currency, long sequence, long amount, Instant bookedAt) {}

    static PayoutModel of(EventReader reader, EventCodec codec) {
        PayoutModel model = new PayoutModel();
        long position = 0;
        List<RecordedEvent> page = reader.after(position, 1_000);
        while (!page.isEmpty()) {
            page.forEach(recorded -> model.take(recorded, codec.decode(recorded)));
            page = reader.after(page.getLast().position(), 1_000);
        }
        return model;
    }

    private void take(RecordedEvent recorded, LedgerEvent event) {
        switch (event) {
            case CommissionConfirmed e -> moved(recorded, e, e.amount());
            case CommissionReversed e -> moved(recorded, e, -e.amount());
            case PeriodClosed e -> closed.put(YearMonth.parse(e.period().value()), recorded.position());
            case LinesGathered e ->
                lines.computeIfAbsent(e.payoutId().value(), p -> new ArrayList<>())
                        .addAll(e.lines());
            case PayoutMoved e ->
                statuses.put(e.payout().payoutId().value(), e.state().status());
            default -> {}
        }
    }

    private void moved(RecordedEvent recorded, OrderEvent event, long amount) {
        String order = event.order().orderId().value();
        reversed.put(order, event.commission().reversed());
        paid.put(order, event.commission().paid());
        movements.add(new Moved(
                order,
                event.order().providerId().value(),
                event.commission().currency().getCurrencyCode(),
                recorded.streamSequence(),
                amount,
                booked(recorded)));
    }

    private Instant booked(RecordedEvent recorded) {
        YearMonth month = YearMonth.from(recorded.effectiveAt().atOffset(ZoneOffset.UTC));
        YearMonth open = month;
        while (closed.containsKey(open)) {
            open = open.plusMonths(1);
        }
        return open.equals(month)
                ? recorded.effectiveAt()
                : open.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The payouts that have a movement and were not cancelled. */
    List<String> keepers(Moved movement) {
        return statuses.entrySet().stream()
                .filter(payout -> payout.getValue() != PayoutStatus.CANCELLED)
                .map(Map.Entry::getKey)
                .filter(payout -> lines.getOrDefault(payout, List.of()).stream()
                        .anyMatch(line -> line.orderId().value().equals(movement.order())
                                && line.movements().contains(movement.sequence())))
                .toList();
    }

    /** What a payout of this range would have: amounts by order. */
    Map<String, Long> payable(@Nullable String provider, Instant from, Instant to) {
        List<Moved> found = movements.stream()
                .filter(m -> provider == null || m.provider().equals(provider))
                .filter(m -> m.bookedAt().isBefore(to))
                .filter(m -> !m.bookedAt().isBefore(from) || m.amount() < 0 && wasPaidOut(m.order()))
                .filter(m -> keepers(m).isEmpty())
                .toList();
        Map<String, Long> sums = new HashMap<>();
        found.forEach(m -> sums.merge(m.currency(), m.amount(), Long::sum));
        Map<String, Long> orders = new TreeMap<>(Comparator.naturalOrder());
        found.stream()
                .filter(m -> sums.getOrDefault(m.currency(), 0L) > 0)
                .forEach(m -> orders.merge(m.order(), m.amount(), Long::sum));
        return orders;
    }

    /** Whether something of the order is in a payout. */
    private boolean wasPaidOut(String order) {
        return movements.stream()
                .anyMatch(m ->
                        m.order().equals(order) && m.amount() > 0 && !keepers(m).isEmpty());
    }

    Map<String, Long> amounts(String payout) {
        Map<String, Long> orders = new TreeMap<>();
        lines.getOrDefault(payout, List.of())
                .forEach(
                        line -> orders.put(line.orderId().value(), line.amount().amount()));
        return orders;
    }

    /** Whether something of the payout was taken back since it was drafted. */
    boolean isOutdated(String payout) {
        return lines.getOrDefault(payout, List.of()).stream()
                .anyMatch(line -> reversed.getOrDefault(line.orderId().value(), 0L) != line.reversed());
    }

    boolean isFrozen(String order) {
        return statuses.entrySet().stream()
                .filter(payout -> payout.getValue() == PayoutStatus.APPROVED)
                .anyMatch(payout -> amounts(payout.getKey()).containsKey(order));
    }
}
