package org.commissionledger.credit;

import org.commissionledger.account.AccountId;
import org.commissionledger.rejection.Rejection;

/** The partner that an account is to belong to, or whose customers a discount is for, does not exist. */
public final class UnknownPartner extends Rejection.Unprocessable {
    public UnknownPartner(AccountId partner) {
        super("account.unknown-partner", "There is no account " + partner + " of a partner.");
    }
}
