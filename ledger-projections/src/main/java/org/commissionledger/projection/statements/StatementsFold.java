package org.commissionledger.projection.statements;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.statement.StatementEvent;
import org.commissionledger.statement.StatementEvent.ApplyBegun;
import org.commissionledger.statement.StatementEvent.LinesMatched;
import org.commissionledger.statement.StatementEvent.LinesRefused;
import org.commissionledger.statement.StatementEvent.MappingSet;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementEvent.StatementApplied;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.commissionledger.statement.StatementLine;
import org.commissionledger.statement.StatementState.Phase;

/** Events of statements are few and large: each is written by itself, an event of lines with one statement. */
final class StatementsFold implements Fold {

    private final EventCodec codec;
    private final List<Change> changes = new ArrayList<>();

    StatementsFold(EventCodec codec) {
        this.codec = codec;
    }

    private record Change(RecordedEvent recorded, StatementEvent event) {
        String organisation() {
            return recorded.organisation().value();
        }

        String id() {
            return recorded.streamId().stream()
                    .substring(recorded.streamId().stream().indexOf('/') + 1);
        }
    }

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        changes.add(new Change(recorded, (StatementEvent) event));
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        for (Change change : changes) {
            switch (change.event()) {
                case LinesMatched e -> lines(connection, schema, change, e.lines());
                case StatementUploaded e -> upload(connection, schema, change, e);
                case ApplyBegun e -> begin(connection, schema, change, e);
                case LinesRefused e -> refuse(connection, schema, change, e.refusals());
                case StatementApplied e -> finish(connection, schema, change, e);
                case MappingSet e -> mapping(connection, schema, change, e);
            }
        }
    }

    private void lines(Connection connection, String schema, Change change, List<StatementLine> lines)
            throws SQLException {
        Columns.of(lines)
                .text(l -> change.organisation())
                .text(l -> change.id())
                .bigint(StatementLine::line)
                .text(l -> l.outcome().name())
                .text(codec::encode)
                .execute(
                        connection,
                        "insert into " + schema + ".line (organisation, statement_id, line, outcome, content)"
                                + " select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])");
    }

    private void upload(Connection connection, String schema, Change change, StatementUploaded event)
            throws SQLException {
        Columns.of(List.of(event))
                .text(e -> change.organisation())
                .text(e -> e.statementId().value())
                .text(e -> e.providerId().value())
                .text(StatementUploaded::reference)
                .text(StatementUploaded::digest)
                .optionalTime(StatementUploaded::from)
                .optionalTime(StatementUploaded::to)
                .text(e -> codec.encode(e.tolerance()))
                .bigint(StatementUploaded::position)
                .text(e -> codec.encode(e.summary()))
                .text(StatementUploaded::by)
                .time(StatementUploaded::at)
                .bigint(e -> change.recorded().position())
                .execute(connection, """
                        insert into %s.statement
                               (organisation, statement_id, provider_id, reference, digest, range_from, range_to, tolerance,
                                matched_at, summary, uploaded_by, uploaded_at, position, state)
                        select organisation, statement_id, provider_id, reference, digest, %s, %s, tolerance,
                               matched_at, summary, uploaded_by, %s, position, 'UPLOADED'
                          from :rows as b(organisation, statement_id, provider_id, reference, digest, range_from, range_to, tolerance,
                                 matched_at, summary, uploaded_by, uploaded_at, position)""".formatted(
                        schema, Columns.time("range_from"), Columns.time("range_to"), Columns.time("uploaded_at")));
    }

    private void begin(Connection connection, String schema, Change change, ApplyBegun event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> change.organisation())
                .text(e -> e.statementId().value())
                .text(e -> codec.encode(e.selection()))
                .text(ApplyBegun::by)
                .time(ApplyBegun::at)
                .execute(
                        connection,
                        "insert into " + schema
                                + ".run (organisation, statement_id, run, selection, begun_by, begun_at)"
                                + " select o, s, (select count(*) + 1 from " + schema + ".run r"
                                + " where r.organisation = b.o and r.statement_id = b.s), selected, who, "
                                + Columns.time("at") + " from :rows as b(o, s, selected, who, at)");
        state(connection, schema, change, Phase.APPLYING);
    }

    private static void state(Connection connection, String schema, Change change, Phase state) throws SQLException {
        Columns.of(List.of(change))
                .text(Change::organisation)
                .text(Change::id)
                .text(c -> state.name())
                .execute(
                        connection,
                        "update " + schema + ".statement t set state = b.state from :rows as b(o, s, state)"
                                + " where t.organisation = b.o and t.statement_id = b.s");
    }

    private static void finish(Connection connection, String schema, Change change, StatementApplied event)
            throws SQLException {
        Columns.of(List.of(event))
                .text(e -> change.organisation())
                .text(e -> e.statementId().value())
                .time(StatementApplied::at)
                .bigint(StatementApplied::accepted)
                .bigint(StatementApplied::unchanged)
                .bigint(StatementApplied::rejected)
                .execute(
                        connection,
                        "update " + schema + ".run t set applied_at = " + Columns.time("b.at")
                                + ", accepted = b.a, unchanged = b.u, rejected = b.r"
                                + " from :rows as b(o, s, at, a, u, r)"
                                + " where t.organisation = b.o and t.statement_id = b.s and t.applied_at is null");
        state(connection, schema, change, Phase.APPLIED);
    }

    private void refuse(Connection connection, String schema, Change change, List<Refusal> refusals)
            throws SQLException {
        Map<Integer, List<Refusal>> byLine = new LinkedHashMap<>();
        refusals.forEach(
                r -> byLine.computeIfAbsent(r.line(), line -> new ArrayList<>()).add(r));
        Columns.of(byLine.entrySet())
                .text(e -> change.organisation())
                .text(e -> change.id())
                .bigint(Map.Entry::getKey)
                .text(e -> codec.encode(e.getValue()))
                .execute(
                        connection,
                        "update " + schema
                                + ".line t set refusals = (coalesce(t.refusals::jsonb, '[]') || b.r::jsonb)::text"
                                + " from :rows as b(o, s, l, r)"
                                + " where t.organisation = b.o and t.statement_id = b.s and t.line = b.l");
    }

    private void mapping(Connection connection, String schema, Change change, MappingSet event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> change.organisation())
                .text(e -> e.providerId().value())
                .text(e -> codec.encode(e.mapping()))
                .bigint(e -> change.recorded().position())
                .execute(
                        connection,
                        "insert into " + schema + ".mapping (organisation, provider_id, mapping, position)"
                                + " select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])"
                                + " on conflict (organisation, provider_id) do update"
                                + " set mapping = excluded.mapping, position = excluded.position");
    }
}
