package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the movements of an account. */
public final class EntryQueries {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient sql;

    public EntryQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Where a page ended. */
    public record Place(Instant recordedAt, long position) {}

    /**
     * Which entries. What is null does not filter.
     *
     * @param after the end of the page before
     * @param asOf recorded by then
     * @param effectiveAsOf happened by then
     */
    public record Selection(
            @Nullable Place after,
            @Nullable Instant asOf,
            @Nullable Instant effectiveAsOf,
            Part part) {}

    /**
     * Which part of them.
     *
     * @param from happened at or after
     * @param to happened before
     * @param position known there
     */
    public record Part(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long position,
            @Nullable String type) {

        public static final Part ALL = new Part(null, null, null, null);
    }

    /** The newest first. */
    // Grain: one entry. Unit: minor. Range: (recorded_at, position) before after. Index: entry_pk.
    public List<EntryRow> list(String organisation, String accountId, Selection selection, int limit) {
        StringBuilder where = new StringBuilder("e.organisation = ? and e.account_id = ?");
        List<Object> values = new ArrayList<>(List.of(organisation, accountId));
        if (selection.after() != null) {
            where.append(" and (e.recorded_at, e.position) < (?, ?)");
            values.add(Times.timestamp(selection.after().recordedAt()));
            values.add(selection.after().position());
        }
        if (selection.asOf() != null) {
            where.append(" and e.recorded_at <= ?");
            values.add(Times.timestamp(selection.asOf()));
        }
        if (selection.effectiveAsOf() != null) {
            where.append(" and e.at <= ?");
            values.add(Times.timestamp(selection.effectiveAsOf()));
        }
        Part part = selection.part();
        and(where, values, "e.at >= ?", part.from() == null ? null : Times.timestamp(part.from()));
        and(where, values, "e.at < ?", part.to() == null ? null : Times.timestamp(part.to()));
        and(where, values, "e.position <= ?", part.position());
        and(where, values, "e.type = ?", part.type());
        values.add(limit);
        return sql.sql("""
                        select e.*, a.currency from ledger_credits.entry e
                          join ledger_credits.account a on a.organisation = e.organisation and a.account_id = e.account_id
                         where %s and e.type not in ('OPENED', 'CHANGED')
                         order by e.recorded_at desc, e.position desc limit ?""".formatted(where))
                .params(values)
                .query(EntryQueries::row)
                .list();
    }

    private static void and(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            values.add(value);
        }
    }

    private static EntryRow row(ResultSet r, int n) throws SQLException {
        EntryType type = EntryType.valueOf(r.getString("type"));
        List<EntryRow.Part> parts = parts(r.getString("top_ups"));
        long amount = r.getLong("amount");
        return new EntryRow(
                r.getLong("ledger_sequence"),
                r.getLong("position"),
                type,
                Times.time(r, "at"),
                Times.time(r, "recorded_at"),
                r.getString("currency"),
                amount,
                r.getLong("change"),
                owed(type, amount),
                expired(type, amount),
                r.getLong("paid") + r.getLong("promotional") - r.getLong("held") - r.getLong("overdrawn"),
                parts,
                r.getString("hold_id"),
                used(r),
                r.getObject("overdraft", Long.class),
                r.getString("reason"),
                r.getString("note"));
    }

    private static long owed(EntryType type, long amount) {
        return switch (type) {
            case TOP_UP, EXPIRY_REDUCED -> amount;
            case USAGE, CAPTURE, EXPIRY, VOID -> -amount;
            case OPENED, CHANGED, HOLD, RELEASE -> 0;
        };
    }

    private static long expired(EntryType type, long amount) {
        return switch (type) {
            case EXPIRY -> amount;
            case EXPIRY_REDUCED -> -amount;
            default -> 0;
        };
    }

    private static List<EntryRow.Part> parts(String json) {
        List<EntryRow.Part> parts = new ArrayList<>();
        for (JsonNode part : JSON.readTree(json)) {
            parts.add(new EntryRow.Part(
                    part.get("topUpId").stringValue(),
                    part.get("category").stringValue(),
                    part.get("amount").longValue()));
        }
        return parts;
    }

    private static EntryRow.@Nullable Used used(ResultSet r) throws SQLException {
        String usage = r.getString("usage_id");
        return usage == null
                ? null
                : new EntryRow.Used(
                        usage,
                        r.getString("product_id"),
                        r.getLong("quantity"),
                        r.getLong("gross"),
                        r.getString("discount_id"),
                        r.getLong("discount"));
    }
}
