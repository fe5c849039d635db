package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** Currency, type and partner of an account are what they were when it was opened. */
public final class AccountFixed extends Rejection.Conflict {
    private AccountFixed(String code, String detail) {
        super(code, detail);
    }

    static AccountFixed currency(AccountFacts account) {
        return new AccountFixed("account.currency-fixed", "The account is in " + account.currency() + ".");
    }

    static AccountFixed type(AccountFacts account) {
        return new AccountFixed("account.type-fixed", "The account is a " + account.type() + " account.");
    }

    static AccountFixed partner() {
        return new AccountFixed(
                "account.partner-fixed", "The partner that the account belongs to, or that it has none, is fixed.");
    }
}
