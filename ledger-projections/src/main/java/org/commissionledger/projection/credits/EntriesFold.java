package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.jspecify.annotations.Nullable;

/** One row for each event of an account. */
final class EntriesFold {

    private final List<Line> lines = new ArrayList<>();

    void add(RecordedEvent recorded, CreditEvent event) {
        lines.add(Line.of(recorded, event));
    }

    void write(Connection connection, String schema) throws SQLException {
        Columns<Line> columns = Columns.of(lines)
                .text(l -> l.recorded().organisation().value())
                .text(l -> l.event().account().accountId().value())
                .time(l -> l.recorded().recordedAt())
                .bigint(l -> l.recorded().position())
                .bigint(l -> l.recorded().ledgerSequence())
                .text(l -> l.type().name())
                .time(l -> l.event().at())
                .bigint(Line::amount)
                .bigint(Line::change)
                .bigint(l -> l.event().figures().paid())
                .bigint(l -> l.event().figures().promotional())
                .bigint(l -> l.event().figures().held())
                .bigint(l -> l.event().figures().overdrawn())
                .bigint(l -> l.event().figures().overdraftLimit());
        details(columns).execute(connection, """
                        insert into %s.entry
                               (organisation, account_id, recorded_at, position, ledger_sequence, type, at, amount, change,
                                paid, promotional, held, overdrawn, overdraft_limit, top_ups, hold_id, usage_id, product_id,
                                quantity, gross, discount_id, discount, overdraft, reason, note)
                        select organisation, account_id, %s, position, ledger_sequence, type, %s, amount, change,
                               paid, promotional, held, overdrawn, overdraft_limit, top_ups, hold_id, usage_id, product_id,
                               quantity, gross, discount_id, discount, overdraft, reason, note
                          from :rows as b(organisation, account_id, recorded_at, position, ledger_sequence, type, at, amount, change,
                                 paid, promotional, held, overdrawn, overdraft_limit, top_ups, hold_id, usage_id, product_id,
                                 quantity, gross, discount_id, discount, overdraft, reason, note)""".formatted(schema, Columns.time("recorded_at"), Columns.time("at")));
    }

    private static Columns<Line> details(Columns<Line> columns) {
        return columns.text(l -> json(l.topUps()))
                .text(l -> l.hold() == null ? null : l.hold().holdId().value())
                .text(l -> l.usage() == null ? null : l.usage().usageId().value())
                .text(l -> l.usage() == null ? null : l.usage().productId().value())
                .optionalBigint(l -> l.usage() == null ? null : l.usage().quantity())
                .optionalBigint(l -> l.usage() == null ? null : l.usage().gross())
                .text(l -> discountId(l.usage()))
                .optionalBigint(l -> l.usage() == null ? null : l.usage().discounted())
                .optionalBigint(Line::overdraft)
                .text(Line::reason)
                .text(Line::note);
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
