package org.commissionledger.api.credits;

import java.util.Currency;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountState;
import org.commissionledger.projection.credits.AccountRow;
import org.jspecify.annotations.Nullable;

/**
 * A credit account as the API shows it.
 *
 * @param overdraftLimit minor units of {@code currency}
 */
record AccountView(
        String accountId,
        String name,
        String type,
        @Nullable String partnerId,
        Currency currency,
        long overdraftLimit) {

    static AccountView of(AccountState state) {
        AccountFacts account = state.account();
        return new AccountView(
                account.accountId().value(),
                state.name(),
                account.type().name(),
                account.partnerId() == null ? null : account.partnerId().value(),
                account.currency(),
                state.figures().overdraftLimit());
    }

    static AccountView of(AccountRow row) {
        return new AccountView(
                row.accountId(),
                row.name(),
                row.type(),
                row.partnerId(),
                Currency.getInstance(row.currency()),
                row.overdraftLimit());
    }
}
