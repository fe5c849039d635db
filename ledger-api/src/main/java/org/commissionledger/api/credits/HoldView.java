package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.api.web.Amount;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.Hold;
import org.commissionledger.projection.credits.HoldRow;
import org.jspecify.annotations.Nullable;

/**
 * A hold as the API shows it.
 *
 * @param state OPEN, CAPTURED, RELEASED or EXPIRED; not in the answer to a request that was made before
 * @param available what the account has, in the answer to a request that changed it
 */
record HoldView(
        String accountId,
        String holdId,
        Amount amount,
        @Nullable Instant expiresAt,
        @Nullable String state,
        Instant at,
        @Nullable Amount available) {

    static HoldView of(AccountFacts account, Hold hold, @Nullable String state, Instant at, CreditFigures figures) {
        return new HoldView(
                account.accountId().value(),
                hold.holdId().value(),
                Amount.of(hold.amount(), account.currency()),
                hold.expiresAt(),
                state,
                at,
                Amount.of(figures.available(), account.currency()));
    }

    static HoldView of(String accountId, HoldRow row) {
        return new HoldView(
                accountId,
                row.holdId(),
                Amount.of(row.amount(), Currency.getInstance(row.currency())),
                row.expiresAt(),
                row.state(),
                row.at(),
                null);
    }
}
