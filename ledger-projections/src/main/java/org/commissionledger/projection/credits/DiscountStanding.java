package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.discount.DiscountState;
import org.commissionledger.discount.DiscountTerms.Fixed;
import org.commissionledger.discount.DiscountTerms.Percent;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.money.Money;
import org.commissionledger.projection.engine.Times;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/** A discount in a report: as it was at the position, with its state at a moment. */
record DiscountStanding(GrantedDiscount granted, DiscountState state) {

    static final List<String> TYPES = List.of("PERCENT", "FIXED");

    static DiscountStanding unchanged(ResultSet row, Instant moment) throws SQLException {
        return of(DiscountQueries.discount(row), row, "revoked_at", moment);
    }

    /** From the last event up to the position, where the table is ahead of it. */
    static DiscountStanding before(ResultSet row, EventCodec codec, Instant moment) throws SQLException {
        DiscountEvent last =
                (DiscountEvent) codec.decode(row.getString("type"), row.getInt("revision"), row.getString("payload"));
        return of(last.discount(), row, "revoked_by_then", moment);
    }

    private static DiscountStanding of(Discount discount, ResultSet row, String revoked, Instant moment)
            throws SQLException {
        GrantedDiscount granted =
                new GrantedDiscount(discount, Times.time(row, "granted_at"), Times.optionalTime(row, revoked));
        return new DiscountStanding(granted, DiscountState.of(granted, moment));
    }

    Discount discount() {
        return granted.discount();
    }

    String type() {
        return switch (discount().terms()) {
            case Percent ignored -> "PERCENT";
            case Fixed ignored -> "FIXED";
        };
    }

    /** One that gave nothing has a row in the currency of its amount, or of its owner. */
    Currency currency(@Nullable String given, String owners) {
        if (given != null) {
            return Currency.getInstance(given);
        }
        return discount().terms() instanceof Fixed(Money amount) ? amount.currency() : Currency.getInstance(owners);
    }

    /** What may change of a discount cannot be asked of the table. */
    boolean passes(Selection selection) {
        String type = selection.filter("type");
        String status = selection.filter("status");
        String product = selection.filter("productId");
        ProductId of = discount().productId();
        return (type == null || !TYPES.contains(type) || type().equals(type))
                && (status == null || state.name().equals(status))
                && (product == null || of != null && of.value().equals(product));
    }
}
