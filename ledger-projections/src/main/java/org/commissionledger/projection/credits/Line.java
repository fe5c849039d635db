package org.commissionledger.projection.credits;

import java.util.List;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.Hold;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.eventstore.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * One entry on its way into the table. Amounts are minor units.
 *
 * @param change what the event added to what is available
 * @param overdraft of a usage, what ran into the overdraft; of a top-up, what settled it
 */
record Line(
        RecordedEvent recorded,
        CreditEvent event,
        EntryType type,
        long amount,
        long change,
        List<Consumed> topUps,
        @Nullable Hold hold,
        @Nullable Usage usage,
        @Nullable Long overdraft,
        @Nullable String reason,
        @Nullable String note) {

    static Line of(RecordedEvent recorded, CreditEvent event) {
        return switch (event) {
            case AccountOpened e -> bare(recorded, e, EntryType.OPENED);
            case AccountChanged e -> bare(recorded, e, EntryType.CHANGED);
            case CreditToppedUp e -> toppedUp(recorded, e);
            case CreditUsed e -> used(recorded, e, e.usage(), null);
            case HoldCaptured e -> used(recorded, e, e.usage(), e.hold());
            case CreditHeld e ->
                held(recorded, e, EntryType.HOLD, e.hold(), -e.hold().amount(), null);
            case HoldReleased e ->
                held(
                        recorded,
                        e,
                        EntryType.RELEASE,
                        e.hold(),
                        e.hold().amount(),
                        e.reason().name());
            case TopUpExpired e ->
                taken(recorded, e, EntryType.EXPIRY, whole(e.topUpId(), e.category(), e.amount()), null, null);
            case TopUpExpiryReduced e -> reduced(recorded, e);
            case TopUpVoided e ->
                taken(
                        recorded,
                        e,
                        EntryType.VOID,
                        whole(e.topUpId(), e.category(), e.amount()),
                        e.reasonCode().name(),
                        e.note());
        };
    }

    private static Line bare(RecordedEvent recorded, CreditEvent event, EntryType type) {
        return new Line(recorded, event, type, 0, 0, List.of(), null, null, null, null, null);
    }

    private static Line toppedUp(RecordedEvent recorded, CreditToppedUp e) {
        long amount = e.topUp().amount();
        Consumed given = whole(e.topUp().topUpId(), e.topUp().category(), e.left());
        return new Line(
                recorded,
                e,
                EntryType.TOP_UP,
                amount,
                amount,
                e.left() == 0 ? List.of() : List.of(given),
                null,
                null,
                e.settled(),
                null,
                null);
    }

    private static Line used(RecordedEvent recorded, CreditEvent e, Usage usage, @Nullable Hold hold) {
        long freed = hold == null ? 0 : hold.amount();
        return new Line(
                recorded,
                e,
                hold == null ? EntryType.USAGE : EntryType.CAPTURE,
                usage.net(),
                freed - usage.net(),
                usage.consumed(),
                hold,
                usage,
                usage.overdraft(),
                null,
                null);
    }

    private static Line held(
            RecordedEvent recorded, CreditEvent e, EntryType type, Hold hold, long change, @Nullable String reason) {
        return new Line(recorded, e, type, hold.amount(), change, List.of(), hold, null, null, reason, null);
    }

    private static Line taken(
            RecordedEvent recorded,
            CreditEvent e,
            EntryType type,
            Consumed from,
            @Nullable String reason,
            @Nullable String note) {
        return new Line(
                recorded, e, type, from.amount(), -from.amount(), List.of(from), null, null, null, reason, note);
    }

    private static Line reduced(RecordedEvent recorded, TopUpExpiryReduced e) {
        List<Consumed> given = List.of(whole(e.topUpId(), e.category(), e.amount()));
        return new Line(
                recorded, e, EntryType.EXPIRY_REDUCED, e.amount(), e.amount(), given, null, null, null, null, null);
    }

    private static Consumed whole(TopUpId topUp, TopUpCategory category, long amount) {
        return new Consumed(topUp, category, amount, false);
    }
}
