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
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
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
        Columns.of(lines)
                .text(l -> l.event().organisation().value())
                .bigint(l -> l.event().position())
                .text(l -> l.kind().name())
                .time(l -> l.event().effectiveAt())
                .time(l -> l.event().recordedAt())
                .time(l -> closed.book(l.event()).at())
                .text(l -> adjusts(closed.book(l.event())))
                .text(RevenueLine::productId)
                .text(RevenueLine::category)
                .text(RevenueLine::integration)
                .text(l -> l.owner().providerId())
                .text(l -> l.owner().accountId())
                .text(l -> l.owner().accountType())
                .text(l -> l.owner().partnerId())
                .text(RevenueLine::customer)
                .text(RevenueLine::orderId)
                .optionalTime(RevenueLine::placedAt)
                .text(l -> l.use() == null ? null : l.use().usageId())
                .optionalBigint(l -> l.use() == null ? null : l.use().quantity())
                .text(l -> l.gross().currency().getCurrencyCode())
                .bigint(l -> l.gross().amount())
                .bigint(RevenueLine::discount)
                .bigint(RevenueLine::net)
                .text(l -> l.use() == null ? null : l.use().discountId())
                .text(l -> text(l.grounds().reason()))
                .text(l -> l.grounds().reference())
                .text(l -> l.grounds().note())
                .execute(
                        connection,
                        INSERT.formatted(
                                schema,
                                Columns.time("at"),
                                Columns.time("recorded_at"),
                                Columns.time("booked_at"),
                                Columns.time("placed_at")));
    }

    private static final String INSERT = """
            insert into %s.revenue_line
                   (organisation, position, kind, at, recorded_at, booked_at, adjusts, product_id, category_id, integration_id, provider_id,
                    account_id, account_type, partner_id, customer_id, order_id, placed_at, usage_id, quantity, currency,
                    gross, discount, net, discount_id, reason_code, reference, note)
            select organisation, position, kind, %s, %s, %s, adjusts, product_id, category_id, integration_id, provider_id,
                   account_id, account_type, partner_id, customer_id, order_id, %s, usage_id,
                   quantity, currency, gross, discount, net, discount_id, reason_code, reference, note
              from :rows as b(organisation, position, kind, at, recorded_at, booked_at, adjusts, product_id, category_id, integration_id, provider_id,
                     account_id, account_type, partner_id, customer_id, order_id, placed_at, usage_id, quantity, currency,
                     gross, discount, net, discount_id, reason_code, reference, note)""";

    private static @Nullable String adjusts(Booking booking) {
        return booking.adjusts() == null ? null : booking.adjusts().value();
    }

    private static @Nullable String text(@Nullable ReasonCode value) {
        return value == null ? null : value.toString();
    }
}
