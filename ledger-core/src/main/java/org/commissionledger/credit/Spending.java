package org.commissionledger.credit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.money.Money;

/**
 * What a usage takes from where. What is held is out of its reach:
 *
 * <ul>
 *   <li>From top-ups that have not expired it takes at most what is left of those usable at its time, less what is held.
 *   <li>From top-ups that have expired since its time it takes what was left of them: no hold rests on those.
 *   <li>The rest runs into the overdraft. A hold for more than what is left rests on the overdraft's room, so that much of it is out
 *       of reach as well. Together with the first it is never more than what is available at that time and the overdraft limit: where
 *       the limit was lowered below what is overdrawn, what is overdrawn too far has to be left in the top-ups.
 * </ul>
 */
record Spending(List<Consumed> consumed, long overdraft) {

    private static final Spending NOTHING = new Spending(List.of(), 0);

    /**
     * @param freed what the usage itself frees of what is held: the whole hold that it captures
     * @throws InsufficientCredit when it cannot be taken
     */
    static Spending of(CreditState state, long net, Instant at, long freed) {
        if (net == 0) {
            return NOTHING;
        }
        CreditFigures figures = state.figures();
        Lots lots = state.lots();
        long left = figures.left() - lots.endedBy(at);
        long held = figures.held() - freed;
        long reach = Math.max(0, left - held - figures.overdrawn() + figures.overdraftLimit());
        long free = Math.min(Math.max(0, left - held), reach);
        long wanted = net;
        List<Consumed> consumed = new ArrayList<>();
        boolean late = lots.hasExpiredSince(at);
        for (Iterator<Lot> usable = lots.usableAt(at); wanted > 0 && (free > 0 || late) && usable.hasNext(); ) {
            Lot lot = usable.next();
            boolean open = lots.isOpen(lot);
            long amount = Math.min(wanted, open ? Math.min(free, lot.left()) : lot.left());
            if (amount > 0) {
                consumed.add(new Consumed(lot.topUp.topUpId(), lot.topUp.category(), amount, !open));
                wanted -= amount;
                free -= open ? amount : 0;
                reach -= open ? amount : 0;
            }
        }
        if (wanted > reach) {
            Money price = Money.ofMinor(net, state.account().currency());
            throw new InsufficientCredit(price, net - wanted + Math.max(0, reach));
        }
        return new Spending(consumed, wanted);
    }
}
