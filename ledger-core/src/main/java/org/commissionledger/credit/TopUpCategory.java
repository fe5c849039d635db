package org.commissionledger.credit;

/** What a top-up was made from. */
public enum TopUpCategory {
    /** Somebody paid for it. */
    PAID,
    /** It was given away: accrued, not bought. */
    PROMOTIONAL
}
