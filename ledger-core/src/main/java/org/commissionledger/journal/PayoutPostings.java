package org.commissionledger.journal;

import java.util.ArrayList;
import java.util.List;
import org.commissionledger.money.Money;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutApproved;
import org.commissionledger.payout.PayoutEvent.PayoutCancelled;
import org.commissionledger.payout.PayoutEvent.PayoutDrafted;
import org.commissionledger.payout.PayoutEvent.PayoutFailed;
import org.commissionledger.payout.PayoutEvent.PayoutSettled;
import org.commissionledger.payout.PayoutFacts;
import org.commissionledger.payout.PayoutShare;

/**
 * Which postings the events of payouts make.
 *
 * <ul>
 *   <li>{@code commission:paid:<providerId>}: paid and in no payout that was approved. What is taken back after it was paid out makes it
 *       negative, until a payout sets it off.
 *   <li>{@code payout:payable:<providerId>}: in an approved payout, on its way.
 *   <li>{@code payout:bank}: what payouts have brought in.
 * </ul>
 */
final class PayoutPostings {

    private static final String BANK = "payout:bank";

    private PayoutPostings() {}

    static JournalEntry of(PayoutEvent event) {
        return switch (event) {
            case PayoutApproved e -> payable(e.payout(), 1);
            case PayoutFailed e -> payable(e.payout(), -1);
            case PayoutSettled e -> settled(e.payout());
            case PayoutDrafted e -> JournalEntry.NONE;
            case LinesGathered e -> JournalEntry.NONE;
            case PayoutCancelled e -> JournalEntry.NONE;
        };
    }

    /** @param sign 1 on the way, -1 back again */
    private static JournalEntry payable(PayoutFacts payout, long sign) {
        List<Posting> postings = new ArrayList<>();
        for (PayoutShare share : payout.shares()) {
            Money amount = share.amount();
            postings.add(posting("commission:paid:" + share.providerId(), amount, -sign));
            postings.add(posting(account(share), amount, sign));
        }
        return JournalEntry.balanced(postings);
    }

    private static JournalEntry settled(PayoutFacts payout) {
        List<Posting> postings = new ArrayList<>();
        payout.shares().forEach(share -> postings.add(posting(account(share), share.amount(), -1)));
        payout.amounts().forEach(amount -> postings.add(posting(BANK, amount, 1)));
        return JournalEntry.balanced(postings);
    }

    private static String account(PayoutShare share) {
        return "payout:payable:" + share.providerId();
    }

    private static Posting posting(String account, Money amount, long sign) {
        return new Posting(account, amount.currency(), Math.multiplyExact(amount.amount(), sign));
    }
}
