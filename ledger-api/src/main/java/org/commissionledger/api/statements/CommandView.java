package org.commissionledger.api.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.commissionledger.api.web.Amount;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.statement.Settlement;
import org.commissionledger.statement.StatementLine;
import org.jspecify.annotations.Nullable;

/** A command just as {@code /v1/commissions/bulk} takes it. */
record CommandView(
        String orderId,
        CommissionMove action,
        Amount amount,
        @JsonProperty("final") @Nullable Boolean declinesRest,
        @Nullable Boolean allowExcess,
        @Nullable ReasonCode reasonCode,
        @Nullable String note,
        String reference,
        @Nullable Instant at) {

    static CommandView of(Settlement settlement, StatementLine line, String reference) {
        boolean reverse = settlement.action() == CommissionMove.REVERSE;
        return new CommandView(
                settlement.orderId().value(),
                settlement.action(),
                Amount.of(settlement.amount(), line.currency()),
                settlement.declinesRest() ? true : null,
                settlement.allowExcess() ? true : null,
                reverse ? ReasonCode.OTHER : null,
                reverse ? "Taken back by the provider's statement, line " + line.line() : null,
                reference,
                line.at());
    }
}
