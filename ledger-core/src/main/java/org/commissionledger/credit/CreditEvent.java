package org.commissionledger.credit;

import java.time.Instant;
import java.util.List;
import org.commissionledger.account.AccountId;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.NamedOnce;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a credit account: each event is one whole movement, and holds the account's figures as they were after it. What
 * the ledger books by itself has its own time: {@code at} is when the top-up or the hold ran out.
 */
public sealed interface CreditEvent extends NamedOnce {

    List<EventType> TYPES = List.of(
            EventType.of("account.opened", 1, AccountOpened.class),
            EventType.of("account.changed", 1, AccountChanged.class),
            EventType.of("credit.topped-up", 1, CreditToppedUp.class),
            EventType.of("credit.used", 1, CreditUsed.class),
            EventType.of("credit.held", 1, CreditHeld.class),
            EventType.of("credit.hold-captured", 1, HoldCaptured.class),
            EventType.of("credit.hold-released", 1, HoldReleased.class),
            EventType.of("credit.top-up-expired", 1, TopUpExpired.class),
            EventType.of("credit.top-up-expiry-reduced", 1, TopUpExpiryReduced.class),
            EventType.of("credit.top-up-voided", 1, TopUpVoided.class));

    AccountFacts account();

    /** The figures after this event. */
    CreditFigures figures();

    /** By which an event is found again for good; the names are those of {@link CreditNames}. */
    @Override
    default @Nullable OnceName onceName() {
        AccountId account = account().accountId();
        return switch (this) {
            case AccountOpened e -> null;
            case AccountChanged e -> null;
            case CreditToppedUp e -> CreditNames.topUp(account, e.topUp.topUpId());
            case CreditUsed e -> CreditNames.usage(e.usage.usageId());
            case CreditHeld e -> CreditNames.hold(account, e.hold.holdId());
            case HoldCaptured e -> CreditNames.usage(e.usage.usageId());
            case HoldReleased e -> CreditNames.release(account, e.hold.holdId());
            case TopUpExpired e -> null;
            case TopUpExpiryReduced e -> null;
            case TopUpVoided e -> CreditNames.voiding(account, e.topUpId);
        };
    }

    record AccountOpened(AccountFacts account, String name, CreditFigures figures, Instant at) implements CreditEvent {}

    /** The name or the overdraft limit is another one from now on. */
    record AccountChanged(AccountFacts account, String name, CreditFigures figures, Instant at)
            implements CreditEvent {}

    /** @param settled the part that settled the overdraft; the rest is left of the top-up */
    record CreditToppedUp(AccountFacts account, TopUp topUp, long settled, CreditFigures figures, Instant at)
            implements CreditEvent {

        public long left() {
            return topUp.amount() - settled;
        }
    }

    /** A movement by which a service was used. */
    sealed interface Used extends CreditEvent {
        Usage usage();
    }

    record CreditUsed(AccountFacts account, Usage usage, CreditFigures figures, Instant at) implements Used {}

    record CreditHeld(AccountFacts account, Hold hold, CreditFigures figures, Instant at) implements CreditEvent {}

    /** A hold was used: what was taken is the usage's, and the whole hold was given back before. */
    record HoldCaptured(AccountFacts account, Hold hold, Usage usage, CreditFigures figures, Instant at)
            implements Used {}

    record HoldReleased(AccountFacts account, Hold hold, ReleaseReason reason, CreditFigures figures, Instant at)
            implements CreditEvent {}

    /** Why a hold was given back. */
    enum ReleaseReason {
        /** The client asked for it. */
        CLIENT,
        /** Its time was over; booked by the ledger. */
        EXPIRED
    }

    /** @param amount what was left of the top-up, more than zero */
    record TopUpExpired(
            AccountFacts account,
            TopUpId topUpId,
            TopUpCategory category,
            long amount,
            CreditFigures figures,
            Instant at)
            implements CreditEvent {}

    /**
     * Less expired than was booked: the usage that follows it was before the expiry and came in after it. It counts when the top-up
     * expired, so that at no time more or less is owed than was.
     *
     * @param amount what the usage takes from the top-up, more than zero
     */
    record TopUpExpiryReduced(
            AccountFacts account,
            TopUpId topUpId,
            TopUpCategory category,
            long amount,
            CreditFigures figures,
            Instant at)
            implements CreditEvent {}

    /** @param amount what was left of the top-up, more than zero */
    record TopUpVoided(
            AccountFacts account,
            TopUpId topUpId,
            TopUpCategory category,
            long amount,
            ReasonCode reasonCode,
            @Nullable String note,
            CreditFigures figures,
            Instant at)
            implements CreditEvent {}
}
