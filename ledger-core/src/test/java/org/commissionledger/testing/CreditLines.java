package org.commissionledger.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;

/** Events as the lines that {@link CreditModel} writes of them. */
public final class CreditLines {

    private CreditLines() {}

    public static String of(CreditEvent event) {
        String what = switch (event) {
            case AccountOpened e -> "opened";
            case AccountChanged e -> "limit " + e.figures().overdraftLimit();
            case CreditToppedUp e ->
                "topped-up " + e.topUp().topUpId() + " " + e.topUp().amount() + " settled " + e.settled();
            case CreditUsed e -> "used " + e.usage().usageId() + " " + usage(e.usage());
            case CreditHeld e -> "held " + e.hold().holdId() + " " + e.hold().amount();
            case HoldCaptured e -> "captured " + e.hold().holdId() + " " + usage(e.usage());
            case HoldReleased e -> "released " + e.hold().holdId() + " " + e.reason() + " " + e.at();
            case TopUpExpired e -> "expired " + e.topUpId() + " " + e.amount() + " " + e.at();
            case TopUpExpiryReduced e -> "expired less " + e.topUpId() + " " + e.amount() + " " + e.at();
            case TopUpVoided e -> "voided " + e.topUpId() + " " + e.amount();
        };
        return what + " -> " + figures(event.figures());
    }

    public static String figures(CreditFigures f) {
        return "%d %d %d %d %d".formatted(f.paid(), f.promotional(), f.held(), f.overdrawn(), f.overdraftLimit());
    }

    private static String usage(Usage usage) {
        Map<String, Long> taken = new LinkedHashMap<>();
        for (Consumed consumed : usage.consumed()) {
            taken.put(consumed.topUpId() + (consumed.afterExpiry() ? "!" : ""), consumed.amount());
        }
        String given =
                usage.discount() == null ? "-" : usage.discount().discountId().value();
        return "%d - %d (%s) = %s + %d".formatted(usage.gross(), usage.discounted(), given, taken, usage.overdraft());
    }
}
