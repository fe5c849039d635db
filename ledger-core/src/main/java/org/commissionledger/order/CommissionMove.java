package org.commissionledger.order;

import java.util.Locale;

/** What can be done with the commission of a successful order. */
public enum CommissionMove {
    CONFIRM,
    DECLINE,
    AMEND,
    REVERSE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
