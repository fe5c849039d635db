package org.commissionledger.credit;

import org.commissionledger.account.AccountId;
import org.commissionledger.rejection.Rejection;

/** What was named as a partner is a customer's account. */
public final class NotAPartner extends Rejection.Unprocessable {
    public NotAPartner(AccountId account) {
        super("account.not-a-partner", "The account " + account + " is not a partner's.");
    }
}
