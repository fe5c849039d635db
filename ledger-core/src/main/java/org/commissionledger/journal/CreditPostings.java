package org.commissionledger.journal;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.commissionledger.credit.AccountFacts;
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
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.Usage;

/**
 * Which postings the events of credit accounts make.
 *
 * <ul>
 *   <li>{@code credit:account:<accountId>}: what the account is owed; always minus what is left of its top-ups, plus what is overdrawn.
 *   <li>{@code credit:funding} and {@code credit:promotion}: where PAID and PROMOTIONAL top-ups come from, and go back to when they are
 *       withdrawn.
 *   <li>{@code credit:breakage}: PAID top-ups that expired. A PROMOTIONAL one goes back to {@code credit:promotion}. From
 *       there comes back what a late usage takes of them, at the time of the expiry.
 *   <li>{@code credit:revenue:<productId>}: what was used, gross; {@code credit:discount:<discountId>} what a discount gave of it.
 * </ul>
 */
final class CreditPostings {

    private CreditPostings() {}

    static JournalEntry of(CreditEvent event) {
        return switch (event) {
            case CreditToppedUp e ->
                move(e.account(), source(e.topUp().category()), -e.topUp().amount());
            case CreditUsed e -> used(e.account(), e.usage());
            case HoldCaptured e -> used(e.account(), e.usage());
            case TopUpExpired e -> move(e.account(), expiryAccount(e.category()), e.amount());
            case TopUpExpiryReduced e -> move(e.account(), expiryAccount(e.category()), -e.amount());
            case TopUpVoided e -> move(e.account(), source(e.category()), e.amount());
            case AccountOpened e -> JournalEntry.NONE;
            case AccountChanged e -> JournalEntry.NONE;
            case CreditHeld e -> JournalEntry.NONE;
            case HoldReleased e -> JournalEntry.NONE;
        };
    }

    /** Takes {@code amount} off what the account is owed. */
    private static JournalEntry move(AccountFacts account, String counter, long amount) {
        return JournalEntry.balanced(List.of(
                new Posting(account(account), account.currency(), amount),
                new Posting(counter, account.currency(), Math.negateExact(amount))));
    }

    private static JournalEntry used(AccountFacts account, Usage usage) {
        Currency currency = account.currency();
        List<Posting> postings = new ArrayList<>();
        postings.add(new Posting(account(account), currency, usage.net()));
        postings.add(new Posting("credit:revenue:" + usage.productId(), currency, -usage.gross()));
        if (usage.discount() != null) {
            postings.add(new Posting("credit:discount:" + usage.discount().discountId(), currency, usage.discounted()));
        }
        return JournalEntry.balanced(postings);
    }

    private static String account(AccountFacts account) {
        return "credit:account:" + account.accountId();
    }

    private static String source(TopUpCategory category) {
        return switch (category) {
            case PAID -> "credit:funding";
            case PROMOTIONAL -> "credit:promotion";
        };
    }

    /** Where expired credit goes. */
    private static String expiryAccount(TopUpCategory category) {
        return switch (category) {
            case PAID -> "credit:breakage";
            case PROMOTIONAL -> "credit:promotion";
        };
    }
}
