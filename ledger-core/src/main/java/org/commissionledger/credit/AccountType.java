package org.commissionledger.credit;

/** Whose account it is. */
public enum AccountType {
    PARTNER,
    /** May belong to a partner's account. */
    CUSTOMER
}
