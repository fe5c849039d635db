package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.web.Amount;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A usage as the API shows it: {@code gross} less {@code discount} is {@code net}, and so is the sum of what was consumed and
 * {@code overdraft}.
 *
 * @param holdId the hold that it captured
 */
record UsageView(
        String accountId,
        String usageId,
        String productId,
        long quantity,
        Amount gross,
        Amount discount,
        @Nullable String discountId,
        Amount net,
        List<ConsumedView> consumed,
        Amount overdraft,
        Amount available,
        @Nullable String holdId,
        Instant at) {

    record ConsumedView(String topUpId, Amount amount) {}

    static UsageView of(Used event, CreditFigures figures) {
        Currency currency = event.account().currency();
        Usage usage = event.usage();
        return new UsageView(
                event.account().accountId().value(),
                usage.usageId().value(),
                usage.productId().value(),
                usage.quantity(),
                Amount.of(usage.gross(), currency),
                Amount.of(usage.discounted(), currency),
                usage.discount() == null ? null : usage.discount().discountId().value(),
                Amount.of(usage.net(), currency),
                usage.consumed().stream()
                        .map(c -> new ConsumedView(c.topUpId().value(), Amount.of(c.amount(), currency)))
                        .toList(),
                Amount.of(usage.overdraft(), currency),
                Amount.of(figures.available(), currency),
                event instanceof HoldCaptured captured
                        ? captured.hold().holdId().value()
                        : null,
                event.at());
    }
}
