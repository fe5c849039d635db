package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.Segment;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.organisation.OrganisationId;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Derives what a projection says of one organisation again, from the history, in a schema of its own, and compares row by row. The
 * live tables and the tokens that vouch for them are looked at in one snapshot, and the copy is folded up to just what they have
 * taken, so that nobody needs to stop.
 */
final class Rederivation {

    private static final int ATTEMPTS = 3;

    private final Transactions transactions;
    private final SchemaCopy copies;
    private final EventReader reader;
    private final EventCodec codec;
    private final int page;

    Rederivation(Transactions transactions, LedgerCore core, int page) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
        this.reader = core.reader();
        this.codec = core.eventCodec();
        this.page = page;
    }

    /** One projection of one organisation. */
    private record Subject(Projection projection, OrganisationId organisation) {
        String copy() {
            return projection.schema() + "_audit";
        }
    }

    /** Part of a processor, and how far it has got. */
    private record Taken(Segment segment, long position) {}

    /**
     * @param most how many differences of a table are named
     * @throws ProjectionBusyException when another one is at it, or the projection is made anew again and again meanwhile
     */
    List<Difference> run(Projection projection, ProjectionProcessor processor, OrganisationId organisation, int most)
            throws SQLException {
        Subject subject = new Subject(projection.toCompare(), organisation);
        try (Connection lock = transactions.dataSource().getConnection()) {
            lock.setAutoCommit(false);
            try {
                requireAlone(lock, subject);
                return attempt(subject, processor, most);
            } finally {
                lock.rollback();
                lock.setAutoCommit(true);
            }
        }
    }

    /** Until the end of the connection's transaction. */
    private static void requireAlone(Connection connection, Subject subject) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, subject.copy());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new ProjectionBusyException(subject.projection().name() + " is being derived already");
                }
            }
        }
    }

    private List<Difference> attempt(Subject subject, ProjectionProcessor processor, int most) {
        for (int i = 0; i < ATTEMPTS; i++) {
            List<Long> tables = identities(subject.projection());
            transactions.run(() -> copies.make(subject.projection(), subject.copy()));
            try {
                Set<Long> parked = parked(subject);
                long folded = foldWhatAllHaveTaken(subject, processor.position(), parked);
                Optional<List<Difference>> found =
                        transactions.inSnapshot(() -> compare(subject, folded, parked, most));
                if (found.isPresent() && tables.equals(identities(subject.projection()))) {
                    return found.get();
                }
            } finally {
                transactions.run(() -> copies.drop(subject.copy()));
            }
        }
        throw new ProjectionBusyException(subject.projection().name() + " changes too much to be compared now");
    }

    /** Others once the projection has been made anew: a snapshot from before would not see their rows. */
    private List<Long> identities(Projection projection) {
        return transactions
                .sql()
                .sql("select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = ? and c.relkind = 'r' order by c.oid")
                .param(projection.schema())
                .query(Long.class)
                .list();
    }

    /** What the live tables lack too. */
    private Set<Long> parked(Subject subject) {
        return new HashSet<>(transactions
                .sql()
                .sql("select position from ledger.parked_event where processor = ? and starts_with(stream, ? || '/')")
                .params(subject.projection().name(), subject.organisation().value())
                .query(Long.class)
                .list());
    }

    /** @return the ledgerSequence up to which the copy was folded */
    private long foldWhatAllHaveTaken(Subject subject, long position, Set<Long> parked) {
        long folded = 0;
        while (true) {
            List<RecordedEvent> events = after(subject, folded).stream()
                    .filter(event -> event.position() <= position)
                    .toList();
            if (events.isEmpty()) {
                return folded;
            }
            transactions.run(() -> fold(subject, events, parked));
            folded = events.getLast().ledgerSequence();
        }
    }

    private List<RecordedEvent> after(Subject subject, long ledgerSequence) {
        return reader.history(subject.organisation(), HistoryQuery.range(ledgerSequence, Long.MAX_VALUE), page);
    }

    /** @return nothing when what is parked has changed meanwhile */
    private Optional<List<Difference>> compare(Subject subject, long folded, Set<Long> parked, int most) {
        List<Taken> taken = taken(subject.projection().processor());
        if (!parked.equals(parked(subject))) {
            return Optional.empty();
        }
        long furthest = taken.stream().mapToLong(Taken::position).max().orElse(0);
        long at = folded;
        List<RecordedEvent> events = after(subject, at);
        while (!events.isEmpty() && events.getFirst().position() <= furthest) {
            fold(subject, events.stream().filter(e -> isTaken(e, taken)).toList(), parked);
            at = events.getLast().ledgerSequence();
            events = after(subject, at);
        }
        List<Difference> differences = new ArrayList<>();
        for (String table : copies.tables(subject.projection().schema())) {
            differences.addAll(differences(subject, table, most));
        }
        return Optional.of(differences);
    }

    private List<Taken> taken(String processor) {
        Map<Integer, Long> positions = new TreeMap<>();
        transactions
                .sql()
                .sql("select segment, position from ledger.processor_token where processor = ?")
                .param(processor)
                .query(row -> {
                    positions.put(row.getInt(1), row.getLong(2));
                });
        int[] all = positions.keySet().stream().mapToInt(Integer::intValue).toArray();
        List<Taken> taken = new ArrayList<>();
        positions.forEach((segment, position) -> taken.add(new Taken(Segment.computeSegment(segment, all), position)));
        return taken;
    }

    private static boolean isTaken(RecordedEvent event, List<Taken> segments) {
        String stream = event.streamId().toString();
        return segments.stream()
                .anyMatch(s -> event.position() <= s.position() && s.segment().matches(stream));
    }

    private void fold(Subject subject, List<RecordedEvent> events, Set<Long> parked) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        Fold fold = subject.projection().newFold();
        for (RecordedEvent event : events) {
            Class<?> type = codec.types().named(event.type()).javaType();
            if (subject.projection().handles(type.asSubclass(LedgerEvent.class))
                    && !parked.contains(event.position())) {
                fold.add(event, codec.decode(event));
            }
        }
        copies.index(subject.projection().schema(), subject.copy(), fold.looksUpBy());
        try {
            fold.write(connection, subject.copy());
            fold.writeShared(connection, subject.copy());
        } catch (SQLException e) {
            throw new ProjectionFault(subject.projection().name(), e);
        }
    }

    private List<Difference> differences(Subject subject, String table, int most) {
        return subject.projection()
                .contentOf(table)
                .map(content -> ofLines(subject, table, content, most))
                .orElseGet(() -> ofRows(subject, table, most));
    }

    private List<Difference> ofLines(Subject subject, String table, Projection.Content content, int most) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        String schema = subject.projection().schema();
        try {
            return new LineDifferences()
                    .between(
                            schema + "." + table,
                            line -> content.read(connection, schema, subject.organisation(), line),
                            line -> content.read(connection, subject.copy(), subject.organisation(), line),
                            most);
        } catch (SQLException e) {
            throw new ProjectionFault(subject.projection().name(), e);
        }
    }

    private List<Difference> ofRows(Subject subject, String table, int most) {
        String live = rows(subject, subject.projection().schema(), table);
        String derived = rows(subject, subject.copy(), table);
        String name = subject.projection().schema() + "." + table;
        String organisation = subject.organisation().value();
        return transactions
                .sql()
                .sql("(select true, a.line from (" + live + " except all " + derived + ") a limit " + most
                        + ") union all" + " (select false, b.line from (" + derived + " except all " + live
                        + ") b limit " + most + ")")
                .params(organisation, organisation, organisation, organisation)
                .query((row, n) -> new Difference(name, row.getString(2), row.getBoolean(1)))
                .list();
    }

    private static String rows(Subject subject, String schema, String table) {
        Projection projection = subject.projection();
        return "select t::text as line from (select * from (" + projection.content(schema, table) + ") c where "
                + projection.ofOrganisation(schema, table) + ") t";
    }
}
