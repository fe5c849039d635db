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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Derives what projections say of one organisation again, from the history, in schemas of their own, and compares row by row. The
 * live tables and the tokens that vouch for them are looked at in one snapshot, and the copy is folded up to just what they have
 * taken, so that nobody needs to stop. The history is read once for all of them.
 */
final class Rederivation {

    private static final int ATTEMPTS = 3;

    /** Projections that are worked on at the same time: each holds a session meanwhile. */
    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

    private final Transactions transactions;
    private final SchemaCopy copies;
    private final EventReader reader;
    private final EventCodec codec;
    private final int page;

    /** @param page events that are folded at once */
    Rederivation(Transactions transactions, LedgerCore core, int page) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
        this.reader = core.reader();
        this.codec = core.eventCodec();
        this.page = page;
    }

    /** One projection of one organisation. */
    private record Subject(Projection projection, ProjectionProcessor processor, OrganisationId organisation) {
        String copy() {
            return projection.schema() + "_audit";
        }
    }

    /** An event that is decoded for the first that asks. */
    private final class Read {

        private final RecordedEvent event;
        private @Nullable LedgerEvent payload;

        Read(RecordedEvent event) {
            this.event = event;
        }

        Class<? extends LedgerEvent> type() {
            return codec.types().named(event.type()).javaType().asSubclass(LedgerEvent.class);
        }

        synchronized LedgerEvent payload() {
            if (payload == null) {
                payload = codec.decode(event);
            }
            return payload;
        }
    }

    /** What becomes of one of the subjects. Each step is one thread's. */
    private final class Derivation {

        private final Subject subject;
        private List<Long> tables = List.of();
        private Set<Long> parked = Set.of();
        private long position;
        private long folded;
        private @Nullable List<Difference> found;
        private @Nullable RuntimeException fault;

        Derivation(Subject subject) {
            this.subject = subject;
        }

        void begin() {
            tables = identities(subject.projection());
            transactions.run(() -> copies.make(subject.projection(), subject.copy()));
            parked = parked(subject);
            position = subject.processor().position();
            folded = 0;
        }

        /** What all segments have taken. */
        void fold(List<Read> events) {
            List<Read> taken =
                    events.stream().filter(e -> e.event.position() <= position).toList();
            if (!taken.isEmpty()) {
                transactions.run(() -> Rederivation.this.fold(subject, taken, parked));
                folded = taken.getLast().event.ledgerSequence();
            }
        }

        void compare(int most) {
            Optional<List<Difference>> differences =
                    transactions.inSnapshot(() -> Rederivation.this.compare(subject, folded, parked, most));
            if (tables.equals(identities(subject.projection()))) {
                found = differences.orElse(null);
            }
        }

        void drop() {
            transactions.run(() -> copies.drop(subject.copy()));
        }

        boolean isOpen() {
            return found == null && fault == null;
        }

        Comparison result() {
            String name = subject.projection().name();
            if (fault == null && found == null) {
                fault = new ProjectionBusyException(name + " changes too much to be compared now");
            }
            return new Comparison(name, found == null ? List.of() : found, fault);
        }
    }

    /**
     * @param projections with their processors
     * @param most how many differences of a table are named
     * @throws ProjectionBusyException when another one is at it
     */
    List<Comparison> run(Map<Projection, ProjectionProcessor> projections, OrganisationId organisation, int most)
            throws SQLException {
        List<Derivation> all = projections.entrySet().stream()
                .map(e -> new Derivation(new Subject(e.getKey().toCompare(), e.getValue(), organisation)))
                .toList();
        try (Connection lock = transactions.dataSource().getConnection();
                ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            lock.setAutoCommit(false);
            try {
                for (Derivation each : all) {
                    requireAlone(lock, each.subject);
                }
                for (int i = 0; i < ATTEMPTS && all.stream().anyMatch(Derivation::isOpen); i++) {
                    attempt(all.stream().filter(Derivation::isOpen).toList(), organisation, most, workers);
                }
            } finally {
                lock.rollback();
                lock.setAutoCommit(true);
            }
        }
        return all.stream().map(Derivation::result).toList();
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

    private void attempt(List<Derivation> all, OrganisationId organisation, int most, ExecutorService workers) {
        try {
            step(all, Derivation::begin, workers);
            long furthest = all.stream().mapToLong(d -> d.position).max().orElse(0);
            List<Read> events = after(organisation, 0);
            while (!events.isEmpty() && events.getFirst().event.position() <= furthest) {
                List<Read> found = events;
                step(all, d -> d.fold(found), workers);
                events = after(organisation, events.getLast().event.ledgerSequence());
            }
            step(all, d -> d.compare(most), workers);
        } finally {
            all.forEach(Derivation::drop);
        }
    }

    /** Some at a time, and those that failed no more. */
    private static void step(List<Derivation> all, Consumer<Derivation> step, ExecutorService workers) {
        all.stream()
                .filter(d -> d.fault == null)
                .map(d -> CompletableFuture.runAsync(() -> step.accept(d), workers)
                        .exceptionally(failure -> {
                            d.fault = failure.getCause() instanceof RuntimeException cause
                                    ? cause
                                    : new ProjectionFault(d.subject.projection().name(), failure);
                            return null;
                        }))
                .toList()
                .forEach(CompletableFuture::join);
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

    private List<Read> after(OrganisationId organisation, long ledgerSequence) {
        return reader.history(organisation, HistoryQuery.range(ledgerSequence, Long.MAX_VALUE), page).stream()
                .map(Read::new)
                .toList();
    }

    /** @return nothing when what is parked has changed meanwhile */
    private Optional<List<Difference>> compare(Subject subject, long folded, Set<Long> parked, int most) {
        TakenSegments taken =
                TakenSegments.of(transactions.sql(), subject.projection().processor());
        if (!parked.equals(parked(subject))) {
            return Optional.empty();
        }
        long furthest = taken.furthest();
        List<Read> events = after(subject.organisation(), folded);
        while (!events.isEmpty() && events.getFirst().event.position() <= furthest) {
            fold(subject, events.stream().filter(e -> taken.include(e.event)).toList(), parked);
            events = after(subject.organisation(), events.getLast().event.ledgerSequence());
        }
        List<Difference> differences = new ArrayList<>();
        for (String table : copies.tables(subject.projection().schema())) {
            differences.addAll(differences(subject, table, most));
        }
        return Optional.of(differences);
    }

    private void fold(Subject subject, List<Read> events, Set<Long> parked) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        Fold fold = subject.projection().newFold();
        for (Read read : events) {
            if (subject.projection().handles(read.type()) && !parked.contains(read.event.position())) {
                fold.add(read.event, read.payload());
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
