package org.commissionledger.api.dashboard.orders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Formats;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.Commission;
import org.commissionledger.order.FreezeEvent.CommissionFrozen;
import org.commissionledger.order.FreezeEvent.CommissionThawed;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells an order event by event. */
@Component
class OrderStory {

    /** Far more than an order ever has. */
    private static final int MOST = 1_000;

    private final EventReader history;
    private final EventCodec codec;
    private final Actors actors;

    OrderStory(EventReader history, EventCodec codec, Actors actors) {
        this.history = history;
        this.codec = codec;
        this.actors = actors;
    }

    /**
     * One event, in words.
     *
     * @param amount that it moved, in minor units; null where it moved none
     * @param remarks reason, note and reference, as far as they were given
     * @param after the commission behind it; null where it did not touch it
     */
    record Step(
            long ledgerSequence,
            String type,
            Instant at,
            Instant recordedAt,
            String actor,
            String role,
            String source,
            @Nullable Long amount,
            List<String> remarks,
            @Nullable Commission after) {}

    /** @param steps the oldest first */
    record Story(OrderFacts facts, OrderStatus status, Commission commission, List<Step> steps) {

        public String currency() {
            return commission.currency().getCurrencyCode();
        }
    }

    /** @param end nothing that was recorded then or later; null for all. Nothing when the order did not exist. */
    @Nullable
    Story tell(OrganisationId organisation, OrderId order, @Nullable Instant end) {
        List<RecordedEvent> events = history.stream(OrderCommand.stream(organisation, order), 0, MOST).stream()
                .filter(event -> end == null || event.recordedAt().isBefore(end))
                .toList();
        UnaryOperator<String> names = actors.of(organisation);
        List<Step> steps = new ArrayList<>();
        OrderEvent last = null;
        for (RecordedEvent event : events) {
            LedgerEvent happened = codec.decode(event);
            steps.add(step(names, event, happened));
            last = happened instanceof OrderEvent orders ? orders : last;
        }
        return last == null ? null : new Story(last.order(), last.status(), last.commission(), steps);
    }

    private Step step(UnaryOperator<String> names, RecordedEvent event, LedgerEvent happened) {
        EventMetadata metadata = codec.decode(event.metadata(), EventMetadata.class);
        return new Step(
                event.ledgerSequence(),
                event.type(),
                event.effectiveAt(),
                event.recordedAt(),
                names.apply(metadata.actor()),
                metadata.role(),
                metadata.source().toString(),
                amount(happened),
                remarks(happened),
                happened instanceof OrderEvent order ? order.commission() : null);
    }

    private static @Nullable Long amount(LedgerEvent event) {
        return switch (event) {
            case CommissionConfirmed e -> e.amount();
            case CommissionDeclined e -> e.amount();
            case CommissionAmended e -> e.amount();
            case CommissionReversed e -> e.amount();
            case CommissionFrozen e -> e.amount().amount();
            default -> null;
        };
    }

    private static List<String> remarks(LedgerEvent event) {
        return switch (event) {
            case OrderPlaced e -> given("as " + Formats.words(e.placedAs()));
            case OrderSucceeded e -> given(e.reason());
            case OrderFailed e -> given(e.reason());
            case CommissionConfirmed e -> given(e.reference());
            case CommissionDeclined e -> given(Formats.words(e.reasonCode()), e.note(), e.reference());
            case CommissionAmended e -> given(Formats.words(e.reasonCode()), e.note(), e.reference());
            case CommissionReversed e -> given(Formats.words(e.reasonCode()), e.note(), e.reference());
            case CommissionFrozen e -> given("by payout " + e.payoutId());
            case CommissionThawed e -> given((e.paidOut() ? "paid out by " : "released by payout ") + e.payoutId());
            default -> List.of();
        };
    }

    private static List<String> given(@Nullable String... remarks) {
        return Stream.of(remarks).filter(Objects::nonNull).toList();
    }
}
