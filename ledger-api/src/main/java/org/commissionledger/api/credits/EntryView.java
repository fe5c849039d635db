package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.credits.UsageView.ConsumedView;
import org.commissionledger.money.Money;
import org.commissionledger.projection.credits.EntryRow;
import org.commissionledger.projection.credits.EntryType;
import org.jspecify.annotations.Nullable;

/**
 * A movement of an account as the API shows it.
 *
 * @param amount how much was moved; of a usage, net
 * @param change what it added to what is available
 * @param available after it
 * @param topUps those that it took from or gave to
 * @param overdraft of a usage, what ran into the overdraft; of a top-up, what settled it
 */
record EntryView(
        long ledgerSequence,
        EntryType type,
        Instant at,
        Instant recordedAt,
        Money amount,
        Money change,
        Money available,
        List<ConsumedView> topUps,
        @Nullable String holdId,
        @Nullable String usageId,
        @Nullable String productId,
        @Nullable Long quantity,
        @Nullable Money gross,
        @Nullable Money discount,
        @Nullable String discountId,
        @Nullable Money overdraft,
        @Nullable String reason,
        @Nullable String note) {

    static EntryView of(EntryRow row) {
        Currency currency = Currency.getInstance(row.currency());
        EntryRow.Used used = row.used();
        return new EntryView(
                row.ledgerSequence(),
                row.type(),
                row.at(),
                row.recordedAt(),
                Money.ofMinor(row.amount(), currency),
                Money.ofMinor(row.change(), currency),
                Money.ofMinor(row.available(), currency),
                row.topUps().stream()
                        .map(part -> new ConsumedView(part.topUpId(), Money.ofMinor(part.amount(), currency)))
                        .toList(),
                row.holdId(),
                used == null ? null : used.usageId(),
                used == null ? null : used.productId(),
                used == null ? null : used.quantity(),
                used == null ? null : Money.ofMinor(used.gross(), currency),
                used == null ? null : Money.ofMinor(used.discount(), currency),
                used == null ? null : used.discountId(),
                row.overdraft() == null ? null : Money.ofMinor(row.overdraft(), currency),
                row.reason(),
                row.note());
    }
}
