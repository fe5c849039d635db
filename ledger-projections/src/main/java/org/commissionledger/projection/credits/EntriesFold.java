package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.NewRows;
import org.jspecify.annotations.Nullable;

/** One row for each event of an account. */
final class EntriesFold {

    private final List<Line> lines = new ArrayList<>();

    void add(RecordedEvent recorded, CreditEvent event) {
        lines.add(Line.of(recorded, event));
    }

    void write(Connection connection, String schema) throws SQLException {
        NewRows.of(lines)
                .text("organisation", l -> l.recorded().organisation().value())
                .text("account_id", l -> l.event().account().accountId().value())
                .time("recorded_at", l -> l.recorded().recordedAt())
                .bigint("position", l -> l.recorded().position())
                .bigint("ledger_sequence", l -> l.recorded().ledgerSequence())
                .text("type", l -> l.type().name())
                .time("at", l -> l.event().at())
                .bigint("amount", Line::amount)
                .bigint("change", Line::change)
                .bigint("paid", l -> l.event().figures().paid())
                .bigint("promotional", l -> l.event().figures().promotional())
                .bigint("held", l -> l.event().figures().held())
                .bigint("overdrawn", l -> l.event().figures().overdrawn())
                .bigint("overdraft_limit", l -> l.event().figures().overdraftLimit())
                .text("top_ups", l -> json(l.topUps()))
                .text(
                        "hold_id",
                        l -> l.hold() == null ? null : l.hold().holdId().value())
                .text(
                        "usage_id",
                        l -> l.usage() == null ? null : l.usage().usageId().value())
                .text(
                        "product_id",
                        l -> l.usage() == null ? null : l.usage().productId().value())
                .optionalBigint(
                        "quantity", l -> l.usage() == null ? null : l.usage().quantity())
                .optionalBigint(
                        "gross", l -> l.usage() == null ? null : l.usage().gross())
                .text("discount_id", l -> discountId(l.usage()))
                .optionalBigint(
                        "discount", l -> l.usage() == null ? null : l.usage().discounted())
                .optionalBigint("overdraft", Line::overdraft)
                .text("reason", Line::reason)
                .text("note", Line::note)
                .into(connection, schema + ".entry");
    }

    private static @Nullable String discountId(@Nullable Usage usage) {
        return usage == null || usage.discount() == null
                ? null
                : usage.discount().discountId().value();
    }

    /** Identifiers have no character that JSON would escape. */
    private static String json(List<Consumed> topUps) {
        StringBuilder json = new StringBuilder("[");
        for (Consumed each : topUps) {
            json.append(json.length() == 1 ? "" : ",")
                    .append("{\"topUpId\":\"")
                    .append(each.topUpId())
                    .append("\",\"category\":\"")
                    .append(each.category())
                    .append("\",\"amount\":")
                    .append(each.amount())
                    .append(each.afterExpiry() ? ",\"afterExpiry\":true}" : "}");
        }
        return json.append(']').toString();
    }
}
