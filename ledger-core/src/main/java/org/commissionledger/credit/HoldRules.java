package org.commissionledger.credit;

import org.commissionledger.credit.CreditCommand.CaptureHold;
import org.commissionledger.credit.CreditCommand.PlaceHold;
import org.commissionledger.credit.CreditCommand.ReleaseHold;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.ReleaseReason;
import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * How credit is reserved. A hold reserves an amount and no particular top-ups: these go on burning down and expiring, and none that it rests
 * on can be withdrawn. When too much of them expires, the account's available credit is below zero, and a capture may be refused; the
 * hold then stays open until it fits, is released, or expires.
 */
final class HoldRules {

    private HoldRules() {}

    /** The same hold, if it was placed before, open or not. */
    static @Nullable CreditEvent known(CreditState state, PlaceHold c) {
        CreditHeld known = c.known();
        if (known == null) {
            return null;
        }
        boolean same = known.hold().equals(wanted(c))
                && c.amount().currency().equals(state.account().currency());
        if (!same) {
            throw DuplicateMovement.hold(c.holdId());
        }
        return known;
    }

    static CreditHeld hold(CreditState state, PlaceHold c) {
        AccountRules.requireAmount(state.account(), c.amount());
        if (c.expiresAt() != null && !c.now().isBefore(c.expiresAt())) {
            throw InvalidCredit.value("expiresAt", "A hold expires in the future.");
        }
        CreditFigures before = state.figures();
        long amount = c.amount().amount();
        long reach = before.available() + before.overdraftLimit();
        if (amount > reach) {
            throw new InsufficientCredit(c.amount(), Math.max(0, reach));
        }
        return new CreditHeld(state.account(), wanted(c), before.holding(amount), c.at());
    }

    private static Hold wanted(PlaceHold c) {
        return new Hold(c.holdId(), c.amount().amount(), c.expiresAt());
    }

    static HoldCaptured capture(CreditState state, CaptureHold c) {
        UsageRules.requireQuantity(c.quantity());
        if (c.amount() != null) {
            AccountRules.requireAmount(state.account(), c.amount());
        }
        AccountFacts account = state.account();
        Hold hold = state.hold(c.holdId());
        if (hold == null) {
            throw closedOrUnknown(c.history(), isCapturedAs(c));
        }
        if (c.history().captured() != null) {
            throw DuplicateMovement.usage(c.history().captured().usage().usageId());
        }
        Money amount = c.amount() == null ? Money.ofMinor(hold.amount(), account.currency()) : c.amount();
        if (amount.amount() > hold.amount()) {
            throw new ExceedsHold(amount, hold.amount());
        }
        UsageId usageId = UsageId.ofCapture(account.accountId(), hold.holdId());
        Usage usage = new UsageRules.Service(usageId, c.productId(), c.quantity(), amount, c.at())
                .on(state, c.discounts(), hold.amount());
        CreditFigures after = state.figures().holding(-hold.amount()).using(usage);
        return new HoldCaptured(account, hold, usage, after, c.at());
    }

    private static boolean isCapturedAs(CaptureHold c) {
        if (!(c.history().captured() instanceof HoldCaptured known)) {
            return false;
        }
        Usage usage = known.usage();
        long wanted = c.amount() == null ? known.hold().amount() : c.amount().amount();
        return usage.gross() == wanted && usage.productId().equals(c.productId()) && usage.quantity() == c.quantity();
    }

    static HoldReleased release(CreditState state, ReleaseHold c) {
        Hold hold = state.hold(c.holdId());
        if (hold == null) {
            throw closedOrUnknown(c.history(), c.history().released() != null);
        }
        CreditFigures after = state.figures().holding(-hold.amount());
        return new HoldReleased(state.account(), hold, ReleaseReason.CLIENT, after, c.at());
    }

    private static Rejection closedOrUnknown(HoldHistory history, boolean already) {
        return history.placed() == null ? new UnknownHold() : new HoldClosed(already);
    }
}
