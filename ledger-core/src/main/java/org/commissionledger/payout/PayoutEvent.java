package org.commissionledger.payout;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.NamedOnce;
import org.commissionledger.eventstore.OnceName;
import org.jspecify.annotations.Nullable;

/** What happened to a payout. */
public sealed interface PayoutEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("payout.drafted", 1, PayoutDrafted.class),
            EventType.of("payout.lines-gathered", 1, LinesGathered.class),
            EventType.of("payout.approved", 1, PayoutApproved.class),
            EventType.of("payout.settled", 1, PayoutSettled.class),
            EventType.of("payout.failed", 1, PayoutFailed.class),
            EventType.of("payout.cancelled", 1, PayoutCancelled.class));

    /** Something that moves a payout on. */
    sealed interface PayoutMoved extends PayoutEvent {

        PayoutFacts payout();

        /** The payout after this event. */
        PayoutState state();
    }

    /** Its lines follow in the same transaction. No two drafts of an organisation have one number. */
    record PayoutDrafted(PayoutFacts payout, Instant at) implements PayoutMoved, NamedOnce {

        @Override
        public OnceName onceName() {
            return new OnceName("payouts", Long.toString(payout.number()));
        }

        @Override
        public PayoutState state() {
            return PayoutState.drafted(payout);
        }
    }

    /**
     * A part of what was gathered: an event of bounded size, however many orders a payout has.
     *
     * @param first how many lines stand in the events before
     */
    record LinesGathered(PayoutId payoutId, int first, List<PayoutLine> lines, Instant at) implements PayoutEvent {}

    /** A second person has looked at it. Its commissions were frozen in the same transaction. */
    record PayoutApproved(PayoutFacts payout, String approvedBy, Instant at) implements PayoutMoved {
        @Override
        public PayoutState state() {
            return PayoutState.drafted(payout).approved(new Approval(approvedBy, at));
        }
    }

    /** The money has moved. */
    record PayoutSettled(
            PayoutFacts payout, Approval approval, @Nullable String reference, Instant at) implements PayoutMoved {
        @Override
        public PayoutState state() {
            return PayoutState.drafted(payout).approved(approval).settled(reference, at);
        }
    }

    /** The money has not moved. */
    record PayoutFailed(
            PayoutFacts payout, Approval approval, @Nullable String reason, Instant at) implements PayoutMoved {
        @Override
        public PayoutState state() {
            return PayoutState.drafted(payout).approved(approval).failed(reason, at);
        }
    }

    /**
     * It was given up.
     *
     * @param failure how it had failed; null for a draft
     */
    record PayoutCancelled(PayoutFacts payout, @Nullable Failure failure, Instant at) implements PayoutMoved {
        @Override
        public PayoutState state() {
            PayoutState draft = PayoutState.drafted(payout);
            PayoutState before =
                    failure == null ? draft : draft.approved(failure.approval()).failed(failure.reason(), failure.at());
            return before.cancelled();
        }
    }

    /** How a payout failed that had been approved. */
    record Failure(Approval approval, @Nullable String reason, Instant at) {}
}
