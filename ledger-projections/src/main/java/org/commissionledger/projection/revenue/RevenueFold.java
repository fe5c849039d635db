package org.commissionledger.projection.revenue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.period.Booking;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.NewRows;
import org.commissionledger.projection.period.ClosedPeriods;
import org.jspecify.annotations.Nullable;

/** The lines of a batch: one an event. */
final class RevenueFold implements Fold {

    private final List<RevenueLine> lines = new ArrayList<>();

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        if (event instanceof CommissionConfirmed e) {
            lines.add(RevenueLine.paid(recorded, e));
        } else if (event instanceof CommissionReversed e) {
            lines.add(RevenueLine.reversed(recorded, e));
        } else if (event instanceof Used e) {
            lines.add(RevenueLine.used(recorded, e));
        }
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        ClosedPeriods closed = ClosedPeriods.read(
                connection,
                lines.stream().map(l -> l.event().organisation().value()).toList());
        NewRows.of(lines)
                .text("organisation", l -> l.event().organisation().value())
                .bigint("position", l -> l.event().position())
                .bigint("ledger_sequence", l -> l.event().ledgerSequence())
                .text("kind", l -> l.kind().name())
                .time("at", l -> l.event().effectiveAt())
                .time("recorded_at", l -> l.event().recordedAt())
                .time("booked_at", l -> closed.book(l.event()).at())
                .text("adjusts", l -> adjusts(closed.book(l.event())))
                .text("product_id", RevenueLine::productId)
                .text("category_id", RevenueLine::category)
                .text("integration_id", RevenueLine::integration)
                .text("provider_id", l -> l.owner().providerId())
                .text("account_id", l -> l.owner().accountId())
                .text("account_type", l -> l.owner().accountType())
                .text("partner_id", l -> l.owner().partnerId())
                .text("customer_id", RevenueLine::customer)
                .text("order_id", RevenueLine::orderId)
                .time("placed_at", RevenueLine::placedAt)
                .text("usage_id", l -> l.use() == null ? null : l.use().usageId())
                .optionalBigint(
                        "quantity", l -> l.use() == null ? null : l.use().quantity())
                .text("currency", l -> l.gross().currency().getCurrencyCode())
                .bigint("gross", l -> l.gross().amount())
                .bigint("discount", RevenueLine::discount)
                .bigint("net", RevenueLine::net)
                .text("discount_id", l -> l.use() == null ? null : l.use().discountId())
                .text("reason_code", l -> text(l.grounds().reason()))
                .text("reference", l -> l.grounds().reference())
                .text("note", l -> l.grounds().note())
                .optionalBigint("order_value", RevenueLine::orderValue)
                .text("top_ups", l -> l.use() == null ? null : l.use().topUps())
                .optionalBigint(
                        "overdraft", l -> l.use() == null ? null : l.use().overdraft())
                .text("hold_id", l -> l.use() == null ? null : l.use().holdId())
                .into(connection, schema + ".revenue_line");
    }

    private static @Nullable String adjusts(Booking booking) {
        return booking.adjusts() == null ? null : booking.adjusts().value();
    }

    private static @Nullable String text(@Nullable ReasonCode value) {
        return value == null ? null : value.toString();
    }
}
