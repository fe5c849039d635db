package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.TopUp;
import org.commissionledger.money.Money;
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
        Money amount,
        String category,
        int priority,
        @Nullable Instant expiresAt,
        Instant at,
        Money settled,
        @Nullable Money used,
        @Nullable Money left,
        @Nullable Money expired,
        @Nullable Money voided,
        @Nullable String state,
        @Nullable Money available) {

    static TopUpView of(CreditToppedUp event, CreditFigures figures) {
        Currency currency = event.account().currency();
        TopUp topUp = event.topUp();
        return new TopUpView(
                event.account().accountId().value(),
                topUp.topUpId().value(),
                Money.ofMinor(topUp.amount(), currency),
                topUp.category().name(),
                topUp.priority(),
                topUp.expiresAt(),
                event.at(),
                Money.ofMinor(event.settled(), currency),
                null,
                null,
                null,
                null,
                null,
                Money.ofMinor(figures.available(), currency));
    }

    static TopUpView of(String accountId, TopUpRow row) {
        Currency currency = Currency.getInstance(row.currency());
        return new TopUpView(
                accountId,
                row.topUpId(),
                Money.ofMinor(row.amount(), currency),
                row.category(),
                row.priority(),
                row.expiresAt(),
                row.at(),
                Money.ofMinor(row.settled(), currency),
                Money.ofMinor(row.used(), currency),
                Money.ofMinor(row.left(), currency),
                Money.ofMinor(row.expired(), currency),
                Money.ofMinor(row.voided(), currency),
                row.state(),
                null);
    }
}
