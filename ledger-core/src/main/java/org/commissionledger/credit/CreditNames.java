package org.commissionledger.credit;

import org.commissionledger.account.AccountId;
import org.commissionledger.eventstore.OnceName;

/**
 * The names by which movements are found again for good. A usage's is unique in the organisation; those of top-ups and holds count
 * within their account.
 */
final class CreditNames {

    private CreditNames() {}

    static OnceName usage(UsageId usage) {
        return new OnceName("usage", usage.value());
    }

    static OnceName topUp(AccountId account, TopUpId topUp) {
        return within(account, "top-up", topUp.value());
    }

    static OnceName voiding(AccountId account, TopUpId topUp) {
        return within(account, "void", topUp.value());
    }

    static OnceName hold(AccountId account, HoldId hold) {
        return within(account, "hold", hold.value());
    }

    static OnceName release(AccountId account, HoldId hold) {
        return within(account, "release", hold.value());
    }

    private static OnceName within(AccountId account, String kind, String id) {
        return new OnceName("account/" + account, kind + "/" + id);
    }
}
