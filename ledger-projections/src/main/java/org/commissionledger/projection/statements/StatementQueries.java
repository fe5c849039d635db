package org.commissionledger.projection.statements;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.engine.Times;
import org.commissionledger.projection.statements.StatementRow.Applied;
import org.commissionledger.projection.statements.StatementRow.Run;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementLine;
import org.commissionledger.statement.StatementSelection;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads statements. */
public final class StatementQueries {

    private final JdbcClient sql;
    private final EventCodec codec;

    public StatementQueries(DataSource dataSource, EventCodec codec) {
        this.sql = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    // Grain: one statement. Index: statement_pk.
    public Optional<StatementRow> find(String organisation, String statementId) {
        return sql.sql("select * from ledger_statements.statement where organisation = ? and statement_id = ?")
                .params(organisation, statementId)
                .query((r, n) -> statement(r))
                .optional()
                .map(row -> withRuns(organisation, List.of(row)).getFirst());
    }

    /**
     * Which statements are meant; what is null does not filter.
     *
     * @param from they were uploaded in [from, to)
     */
    public record Filter(
            @Nullable String provider,
            @Nullable String state,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** Newest first, of those that were uploaded before the position. */
    // Grain: one statement. Index: statement_newest or statement_provider.
    public List<StatementRow> list(String organisation, Filter filter, long before, int limit) {
        OffsetDateTime from = filter.from() == null ? null : Times.timestamp(filter.from());
        OffsetDateTime to = filter.to() == null ? null : Times.timestamp(filter.to());
        List<StatementRow> rows = sql.sql(
                        "select * from ledger_statements.statement where organisation = ? and position < ?"
                                + " and (?::text is null or provider_id = ?) and (?::text is null or state = ?)"
                                + " and (?::timestamptz is null or uploaded_at >= ?)"
                                + " and (?::timestamptz is null or uploaded_at < ?)"
                                + " order by position desc limit ?")
                .params(Arrays.asList(
                        organisation,
                        before,
                        filter.provider(),
                        filter.provider(),
                        filter.state(),
                        filter.state(),
                        from,
                        from,
                        to,
                        to,
                        limit))
                .query((r, n) -> statement(r))
                .list();
        return withRuns(organisation, rows);
    }

    // Grain: one run. Index: run_pk.
    private List<StatementRow> withRuns(String organisation, List<StatementRow> rows) {
        Map<String, List<Run>> runs = new HashMap<>();
        sql.sql("select * from ledger_statements.run where organisation = ? and statement_id = any(?) order by run")
                .params(
                        organisation,
                        rows.stream().map(StatementRow::statementId).toArray(String[]::new))
                .query(r -> {
                    runs.computeIfAbsent(r.getString("statement_id"), id -> new ArrayList<>())
                            .add(run(r));
                });
        return rows.stream()
                .map(row -> row.with(runs.getOrDefault(row.statementId(), List.of())))
                .toList();
    }

    private Run run(ResultSet r) throws SQLException {
        Instant appliedAt = Times.optionalTime(r, "applied_at");
        return new Run(
                codec.decode(r.getString("selection"), StatementSelection.class),
                r.getString("begun_by"),
                Times.time(r, "begun_at"),
                appliedAt == null
                        ? null
                        : new Applied(appliedAt, r.getLong("accepted"), r.getLong("unchanged"), r.getLong("rejected")));
    }

    private StatementRow statement(ResultSet r) throws SQLException {
        return new StatementRow(
                r.getString("statement_id"),
                r.getString("provider_id"),
                r.getString("reference"),
                r.getString("digest"),
                Times.optionalTime(r, "range_from"),
                Times.optionalTime(r, "range_to"),
                codec.decode(r.getString("tolerance"), Tolerance.class),
                r.getLong("matched_at"),
                codec.decode(r.getString("summary"), StatementSummary.class),
                r.getString("uploaded_by"),
                Times.time(r, "uploaded_at"),
                List.of(),
                r.getLong("position"));
    }

    /**
     * In their order, behind a line.
     *
     * @param numbers only these; null for all
     * @param outcomes only these; null for all
     */
    // Grain: one line. Range: line behind after. Index: line_pk or line_outcome.
    public List<LineRow> lines(
            String organisation,
            String statementId,
            @Nullable Collection<Integer> numbers,
            @Nullable Collection<LineOutcome> outcomes,
            long after,
            int limit) {
        List<Object> values = new ArrayList<>(List.of(organisation, statementId, after));
        StringBuilder where = new StringBuilder("organisation = ? and statement_id = ? and line > ?");
        if (numbers != null) {
            where.append(" and line = any(?)");
            values.add(numbers.toArray(Integer[]::new));
        }
        if (outcomes != null) {
            where.append(" and outcome = any(?)");
            values.add(outcomes.stream().map(Enum::name).toArray(String[]::new));
        }
        values.add(limit);
        return sql.sql("select content, refusals from ledger_statements.line where " + where + " order by line limit ?")
                .params(values)
                .query((r, n) ->
                        new LineRow(codec.decode(r.getString(1), StatementLine.class), refusals(r.getString(2))))
                .list();
    }

    private List<Refusal> refusals(@Nullable String json) {
        return json == null ? List.of() : List.of(codec.decode(json, Refusal[].class));
    }

    // Grain: one provider. Index: mapping_pk.
    public Optional<ColumnMapping> mapping(String organisation, String providerId) {
        return sql.sql("select mapping from ledger_statements.mapping where organisation = ? and provider_id = ?")
                .params(organisation, providerId)
                .query((r, n) -> codec.decode(Objects.requireNonNull(r.getString(1)), ColumnMapping.class))
                .optional();
    }
}
