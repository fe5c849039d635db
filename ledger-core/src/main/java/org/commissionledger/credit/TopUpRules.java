package org.commissionledger.credit;

import org.commissionledger.credit.CreditCommand.TopUpAccount;
import org.commissionledger.credit.CreditCommand.VoidTopUp;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;

/** How credit comes in, and is withdrawn. */
final class TopUpRules {

    private TopUpRules() {}

    /** The same top-up, if it was recorded before. */
    static @Nullable CreditEvent known(CreditState state, TopUpAccount c) {
        CreditToppedUp known = c.known();
        if (known == null) {
            return null;
        }
        boolean same = known.topUp().equals(wanted(c))
                && c.amount().currency().equals(state.account().currency())
                && (!c.atGiven() || known.at().equals(c.at()));
        if (!same) {
            throw DuplicateMovement.topUp(c.topUpId());
        }
        return known;
    }

    /**
     * The overdraft is settled first. One that came in after its own expiry is recorded all the same, for late usage; the ledger books
     * that expiry at once.
     */
    static CreditToppedUp topUp(CreditState state, TopUpAccount c) {
        AccountRules.requireAmount(state.account(), c.amount());
        if (c.priority() < 0 || c.priority() > TopUp.LAST_PRIORITY) {
            throw InvalidCredit.value("priority", "The priority is 0 to " + TopUp.LAST_PRIORITY + ".");
        }
        if (c.expiresAt() != null && !c.at().isBefore(c.expiresAt())) {
            throw InvalidCredit.value("expiresAt", "A top-up expires after it was made.");
        }
        CreditFigures before = state.figures();
        long amount = c.amount().amount();
        if (amount > CreditFigures.MOST - before.left()) {
            throw new AmountTooLarge();
        }
        long settled = Math.min(amount, before.overdrawn());
        CreditFigures after = before.toppedUp(c.category(), amount, settled);
        return new CreditToppedUp(state.account(), wanted(c), settled, after, c.at());
    }

    private static TopUp wanted(TopUpAccount c) {
        return new TopUp(c.topUpId(), c.category(), c.amount().amount(), c.priority(), c.expiresAt());
    }

    /** What is left of it is withdrawn at once, or not at all: what holds rest on stays. */
    static CreditEvent voidTopUp(CreditState state, VoidTopUp c) {
        if (c.reasonCode() == ReasonCode.OTHER && c.note() == null) {
            throw InvalidCredit.missing("note", "The reason OTHER needs a note.");
        }
        Lot lot = state.lots().open(c.topUpId());
        if (lot == null) {
            throw c.known() == null ? new UnknownTopUp() : new NothingLeft();
        }
        CreditFigures before = state.figures();
        long free = Math.max(0, before.left() - before.held());
        if (before.held() > 0 && lot.left() > free) {
            throw new CreditIsHeld(Money.ofMinor(lot.left(), state.account().currency()), free);
        }
        TopUpCategory category = lot.topUp.category();
        CreditFigures after = before.without(category, lot.left());
        return new TopUpVoided(
                state.account(), c.topUpId(), category, lot.left(), c.reasonCode(), c.note(), after, c.at());
    }
}
