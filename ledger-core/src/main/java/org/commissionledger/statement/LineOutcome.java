package org.commissionledger.statement;

/** How a line of a statement compares with the ledger. */
public enum LineOutcome {
    /** The ledger has the same, within the tolerance. */
    MATCHED,
    AMOUNT_DIFFERS,
    /** The provider has no such order here. */
    NOT_IN_LEDGER,
    /** Pending in the period of the statement, and named by none of its lines. */
    NOT_IN_STATEMENT,
    /** The very same line stands further up. */
    DUPLICATE
}
