package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** An account cannot hold that much: its figures would leave the range in which they can be added up. */
public final class AmountTooLarge extends Rejection.Conflict {
    AmountTooLarge() {
        super("credit.amount-too-large", "The account would hold, or owe, more than " + CreditFigures.MOST + ".");
    }
}
