package org.commissionledger.discount;

/** Whose usage a discount is for. */
public enum DiscountScope {
    /** The owner's own account. */
    ACCOUNT,
    /** All customers' accounts of the owner, a partner; not the partner's own. */
    CUSTOMERS
}
