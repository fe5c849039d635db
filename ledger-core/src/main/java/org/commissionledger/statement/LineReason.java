package org.commissionledger.statement;

/** Why a line has no command. All but {@link #ALREADY_SETTLED} ask for a person to look at it. */
public enum LineReason {
    /** The ledger has booked it before. */
    ALREADY_SETTLED,
    /** As much was paid before, and something is still pending: it is that payment told again, or the next part. */
    PAID_BEFORE,
    /** More than is pending, beyond the tolerance. */
    EXCEEDS_PENDING,
    /** The order has nothing pending: it is not successful, or was declined or settled otherwise. */
    NOTHING_PENDING,
    /** More is taken back than was paid. */
    EXCEEDS_PAID,
    OTHER_CURRENCY,
    /** The orders that the line names together do not sum to its amount. */
    SUM_DIFFERS,
    /** Another line names one of its orders as well. */
    NAMED_TWICE,
    /** The provider says that nothing is due. */
    ZERO_STATED
}
