package org.commissionledger.order;

import org.commissionledger.payout.PayoutId;
import org.commissionledger.rejection.Rejection;

/** What is paid is on its way out: it can be taken back once the payout is settled, from the next one, or when it has failed. */
public final class FrozenCommission extends Rejection.Conflict {
    FrozenCommission(PayoutId payout) {
        super("commission.frozen", "The commission is frozen by the approved payout " + payout + ".");
    }
}
