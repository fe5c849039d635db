package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.credits.UsageView.ConsumedView;
import org.commissionledger.api.web.Amount;
import org.commissionledger.projection.credits.EntryRow;
import org.commissionledger.projection.credits.EntryType;
import org.jspecify.annotations.Nullable;

/**
 * A movement of an account as the API shows it.
 *
 * @param amount how much was moved; of a usage, net
 * @param change what it added to what is available
 * @param owed what it added to what the account is owed, holds or none
 * @param expired what it adds to what expired
 * @param available after it
 * @param topUps those that it took from or gave to
 * @param overdraft of a usage, what ran into the overdraft; of a top-up, what settled it
 */
record EntryView(
        long ledgerSequence,
        EntryType type,
        Instant at,
        Instant recordedAt,
        Amount amount,
        Amount change,
        Amount owed,
        Amount expired,
        Amount available,
        List<ConsumedView> topUps,
        @Nullable String holdId,
        @Nullable String usageId,
        @Nullable String productId,
        @Nullable Long quantity,
        @Nullable Amount gross,
        @Nullable Amount discount,
        @Nullable String discountId,
        @Nullable Amount overdraft,
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
                Amount.of(row.amount(), currency),
                Amount.of(row.change(), currency),
                Amount.of(row.owed(), currency),
                Amount.of(row.expired(), currency),
                Amount.of(row.available(), currency),
                row.topUps().stream()
                        .map(part -> new ConsumedView(part.topUpId(), Amount.of(part.amount(), currency)))
                        .toList(),
                row.holdId(),
                used == null ? null : used.usageId(),
                used == null ? null : used.productId(),
                used == null ? null : used.quantity(),
                used == null ? null : Amount.of(used.gross(), currency),
                used == null ? null : Amount.of(used.discount(), currency),
                used == null ? null : used.discountId(),
                row.overdraft() == null ? null : Amount.of(row.overdraft(), currency),
                row.reason(),
                row.note());
    }
}
