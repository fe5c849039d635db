package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.customers.SpanMaking.Row;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;

/** Counts spans again and says where the counts that are kept are others: nowhere, unless somebody changed them. */
final class SpanCheck {

    private static final byte[] NOBODY = new byte[Span.DAY];

    private final Connection connection;
    private final String schema;
    private final String organisation;
    private final Consumer<String> line;

    private SpanCheck(Connection connection, String schema, String organisation, Consumer<String> line) {
        this.connection = connection;
        this.schema = schema;
        this.organisation = organisation;
        this.line = line;
    }

    /** A count of one span, for one category and integration. */
    private record Key(String category, String integration, Span span) {}

    /** What is read together: spans that lie close to each other. */
    private record Group(long first, boolean isShort, boolean isMonth) {
        static Group of(Span span) {
            long day = span.firstDay().toEpochDay();
            return new Group(
                    span.isShort() ? day / SpanUpkeep.DAYS : day, span.isShort(), span.quarters() > 8 * Span.DAY);
        }
    }

    /** One line for each count that is wrong. */
    static void wrong(
            Connection connection, String schema, @Nullable OrganisationId organisation, Consumer<String> line)
            throws SQLException {
        Map<String, Map<Group, List<Span>>> made = new TreeMap<>();
        Select.of("select organisation, first_day, quarters from " + schema + ".span where made")
                .and("organisation = ?", organisation == null ? null : organisation.value())
                .add(" order by organisation, first_day, quarters")
                .each(connection, row -> {
                    Span span = new Span(row.getObject(2, LocalDate.class), row.getInt(3));
                    return made.computeIfAbsent(row.getString(1), o -> new HashMap<>())
                            .computeIfAbsent(Group.of(span), g -> new ArrayList<>())
                            .add(span);
                });
        for (Map.Entry<String, Map<Group, List<Span>>> each : made.entrySet()) {
            SpanCheck check = new SpanCheck(connection, schema, each.getKey(), line);
            for (List<Span> spans : each.getValue().values()) {
                check.compare(spans);
            }
        }
    }

    private void compare(List<Span> spans) throws SQLException {
        Map<Key, Row> counted = new HashMap<>();
        for (Row row : new SpanMaking(connection, schema, organisation).count(spans)) {
            counted.put(key(row), row);
        }
        for (Row kept : kept(spans)) {
            Row right = counted.remove(key(kept));
            if (!isSame(kept, right)) {
                tell(kept);
            }
        }
        counted.values().stream().filter(row -> !isSame(row, null)).forEach(this::tell);
    }

    private static Key key(Row row) {
        return new Key(row.category(), row.integration(), row.span());
    }

    /** A cell that is not there says that there was nobody. */
    private static boolean isSame(Row kept, @Nullable Row right) {
        return Arrays.equals(kept.customers(), right == null ? NOBODY : right.customers())
                && Arrays.equals(kept.fresh(), right == null ? NOBODY : right.fresh());
    }

    private void tell(Row row) {
        line.accept("(" + organisation + "," + row.category() + "," + row.integration() + ","
                + row.span().firstDay() + "," + row.span().quarters() + ")");
    }

    // Grain: span x category and integration. Range: the days of the spans. Index: span_count_pk.
    private List<Row> kept(List<Span> spans) throws SQLException {
        List<Row> kept = new ArrayList<>();
        Set<Span> wanted = new HashSet<>(spans);
        try (PreparedStatement statement = connection.prepareStatement("select category_id, integration_id, first_day,"
                + " quarters, customers, fresh from " + schema
                + ".span_count where organisation = ? and first_day between ? and ?")) {
            statement.setString(1, organisation);
            statement.setObject(2, spans.getFirst().firstDay());
            statement.setObject(3, spans.getLast().firstDay());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Span span = new Span(rows.getObject(3, LocalDate.class), rows.getInt(4));
                    if (wanted.contains(span)) {
                        kept.add(new Row(
                                rows.getString(1), rows.getString(2), span, rows.getBytes(5), rows.getBytes(6)));
                    }
                }
            }
        }
        return kept;
    }
}
