package org.commissionledger.journal;

import java.util.List;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.Commission;
import org.commissionledger.order.FreezeEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.organisation.OrganisationEvent;
import org.commissionledger.payee.PayeeEvent;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.period.PeriodEvent;
import org.commissionledger.statement.StatementEvent;
import org.commissionledger.webhook.WebhookEvent;

/**
 * Which postings each event makes. For each provider there are the accounts {@code commission:expected}, the counter-account of all
 * that was ever due, and {@code commission:pending}, {@code :paid}, {@code :declined} and {@code :reversed}. A figure that an event
 * changes moves its own account; whatever does not come from another of the figures comes from {@code expected}. The accounts of
 * credit are those of {@link CreditPostings}, those of payouts of {@link PayoutPostings}.
 */
public final class Journal {

    private Journal() {}

    /** Empty for an event that moves no money. */
    public static JournalEntry entry(LedgerEvent event) {
        return switch (event) {
            case OrderEvent order -> commission(order);
            case CreditEvent credit -> CreditPostings.of(credit);
            case PayoutEvent payout -> PayoutPostings.of(payout);
            case FreezeEvent ignored -> JournalEntry.NONE;
            case PayeeEvent ignored -> JournalEntry.NONE;
            case PeriodEvent ignored -> JournalEntry.NONE;
            case DiscountEvent ignored -> JournalEntry.NONE;
            case CatalogueEvent ignored -> JournalEntry.NONE;
            case OrganisationEvent ignored -> JournalEntry.NONE;
            case StatementEvent ignored -> JournalEntry.NONE;
            case WebhookEvent ignored -> JournalEntry.NONE;
            default -> throw new IllegalArgumentException("the journal does not know " + event.getClass());
        };
    }

    private static JournalEntry commission(OrderEvent event) {
        Standing before = event.before();
        Commission after = event.commission();
        Commission from = before == null ? Commission.expecting(after.currency(), 0) : before.commission();
        long pending = after.pending() - from.pending();
        long paid = after.paid() - from.paid();
        long declined = after.declined() - from.declined();
        long reversed = after.reversed() - from.reversed();
        long due = Math.addExact(Math.addExact(pending, paid), Math.addExact(declined, reversed));
        return JournalEntry.balanced(List.of(
                posting(event, "expected", Math.negateExact(due)),
                posting(event, "pending", pending),
                posting(event, "paid", paid),
                posting(event, "declined", declined),
                posting(event, "reversed", reversed)));
    }

    private static Posting posting(OrderEvent event, String figure, long amount) {
        String account = "commission:" + figure + ":" + event.order().providerId();
        return new Posting(account, event.commission().currency(), amount);
    }
}
