package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.api.web.Amount;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.TopUp;
import org.commissionledger.projection.credits.TopUpRow;
import org.jspecify.annotations.Nullable;

/**
 * A top-up as the API shows it.
 *
 * @param settled what of it settled the overdraft when it came in
 * @param used what usage took from it; this and the next four are in lists only
 * @param available what the account has, in the answer to the request that recorded it
 */
record TopUpView(
        String accountId,
        String topUpId,
        Amount amount,
        String category,
        int priority,
        @Nullable Instant expiresAt,
        Instant at,
        Amount settled,
        @Nullable Amount used,
        @Nullable Amount left,
        @Nullable Amount expired,
        @Nullable Amount voided,
        @Nullable String state,
        @Nullable Amount available) {

    static TopUpView of(CreditToppedUp event, CreditFigures figures) {
        Currency currency = event.account().currency();
        TopUp topUp = event.topUp();
        return new TopUpView(
                event.account().accountId().value(),
                topUp.topUpId().value(),
                Amount.of(topUp.amount(), currency),
                topUp.category().name(),
                topUp.priority(),
                topUp.expiresAt(),
                event.at(),
                Amount.of(event.settled(), currency),
                null,
                null,
                null,
                null,
                null,
                Amount.of(figures.available(), currency));
    }

    static TopUpView of(String accountId, TopUpRow row) {
        Currency currency = Currency.getInstance(row.currency());
        return new TopUpView(
                accountId,
                row.topUpId(),
                Amount.of(row.amount(), currency),
                row.category(),
                row.priority(),
                row.expiresAt(),
                row.at(),
                Amount.of(row.settled(), currency),
                Amount.of(row.used(), currency),
                Amount.of(row.left(), currency),
                Amount.of(row.expired(), currency),
                Amount.of(row.voided(), currency),
                row.state(),
                null);
    }
}
