package org.commissionledger.api.credits;

import org.commissionledger.api.web.Amount;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;

/** What was withdrawn of a top-up. */
record VoidedView(
        String accountId,
        String topUpId,
        Amount amount,
        ReasonCode reasonCode,
        @Nullable String note,
        Amount available) {

    static VoidedView of(TopUpVoided event, CreditFigures figures) {
        return new VoidedView(
                event.account().accountId().value(),
                event.topUpId().value(),
                Amount.of(event.amount(), event.account().currency()),
                event.reasonCode(),
                event.note(),
                Amount.of(figures.available(), event.account().currency()));
    }
}
