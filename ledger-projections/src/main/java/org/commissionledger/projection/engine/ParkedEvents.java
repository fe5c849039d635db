package org.commissionledger.projection.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.NoSuchDeadLetterException;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Projections.Parked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Axon's dead-letter queue of one projection, as references into the history: an event that the projection could not take, and the
 * later events of its stream, which wait behind it. Everything else goes on.
 */
final class ParkedEvents implements SequencedDeadLetterQueue<EventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);
    private static final int CAUSE_LENGTH = 500;

    private final Projection projection;
    private final Transactions transactions;
    private final EventReader reader;
    private final EventCodec codec;

    ParkedEvents(Projection projection, Transactions transactions, EventReader reader, EventCodec codec) {
        this.projection = projection;
        this.transactions = transactions;
        this.reader = reader;
        this.codec = codec;
    }

    private record Row(
            long position, String stream, @Nullable String cause, int attempts, Instant parked, Instant touched) {
        static Row read(ResultSet row, int n) throws SQLException {
            return new Row(
                    row.getLong("position"),
                    row.getString("stream"),
                    row.getString("cause"),
                    row.getInt("attempts"),
                    row.getObject("parked_at", OffsetDateTime.class).toInstant(),
                    row.getObject("touched_at", OffsetDateTime.class).toInstant());
        }
    }

    /** A letter that knows where its event stands. */
    private static long position(DeadLetter<? extends EventMessage<?>> letter) {
        return ((LedgerEventMessage) letter.message()).recorded().position();
    }

    @Override
    public void enqueue(Object sequence, DeadLetter<? extends EventMessage<?>> letter) {
        RecordedEvent event = ((LedgerEventMessage) letter.message()).recorded();
        Optional<String> cause = letter.cause().map(ParkedEvents::text);
        cause.ifPresent(text -> LOG.error(
                "Projection {} parked event {} of stream {}: {}", projection.name(), event.position(), sequence, text));
        park(event, cause.orElse(null));
    }

    /** What settles its stream does not wait behind what is parked of it. */
    @Override
    public boolean enqueueIfPresent(Object sequence, Supplier<DeadLetter<? extends EventMessage<?>>> letter) {
        if (!contains(sequence)) {
            return false;
        }
        DeadLetter<? extends EventMessage<?>> waiting = letter.get();
        if (settled(((LedgerEventMessage) waiting.message()).recorded())
                .contains(StreamId.parse(sequence.toString()))) {
            return false;
        }
        enqueue(sequence, waiting);
        return true;
    }

    /** The streams whose parked events from before the event are worth nothing now. */
    private List<StreamId> settled(RecordedEvent event) {
        Class<?> type = codec.types().named(event.type()).javaType();
        return projection.settles(type.asSubclass(LedgerEvent.class), event.streamId());
    }

    /** Drops what the event makes worthless. */
    void settle(RecordedEvent event) {
        List<StreamId> streams = settled(event);
        if (!streams.isEmpty()) {
            transactions
                    .sql()
                    .sql("delete from ledger.parked_event where processor = ? and stream = any(?) and position < ?")
                    .params(
                            projection.name(),
                            streams.stream().map(StreamId::toString).toArray(String[]::new),
                            event.position())
                    .update();
        }
    }

    void park(RecordedEvent event, @Nullable String cause) {
        if (CurrentUnitOfWork.isStarted()) {
            SegmentTokens.moreThanATokenIsWritten(CurrentUnitOfWork.get());
        }
        transactions
                .sql()
                .sql("""
                        insert into ledger.parked_event (processor, position, stream, cause, attempts, parked_at, touched_at)
                        values (?, ?, ?, ?, 1, now(), now()) on conflict (processor, position) do nothing""")
                .param(projection.name())
                .param(event.position())
                .param(event.streamId().toString())
                .param(cause)
                .update();
    }

    /** The kind of failure and its message, without a stack trace. */
    static String text(Cause cause) {
        String text = cause.type() + ": " + cause.message();
        return text.substring(0, Math.min(text.length(), CAUSE_LENGTH));
    }

    @Override
    public void evict(DeadLetter<? extends EventMessage<?>> letter) {
        transactions
                .sql()
                .sql("delete from ledger.parked_event where processor = ? and position = ?")
                .params(projection.name(), position(letter))
                .update();
    }

    @Override
    public void requeue(
            DeadLetter<? extends EventMessage<?>> letter, UnaryOperator<DeadLetter<? extends EventMessage<?>>> updater)
            throws NoSuchDeadLetterException {
        DeadLetter<? extends EventMessage<?>> updated = updater.apply(letter);
        int rows = transactions
                .sql()
                .sql("""
                        update ledger.parked_event
                           set attempts = attempts + 1, touched_at = now(), cause = coalesce(?, cause)
                         where processor = ? and position = ?""")
                .param(updated.cause().map(ParkedEvents::text).orElse(null))
                .param(projection.name())
                .param(position(letter))
                .update();
        if (rows == 0) {
            throw new NoSuchDeadLetterException("event " + position(letter) + " is not parked");
        }
    }

    @Override
    public boolean contains(Object sequence) {
        return sequenceSize(sequence) > 0;
    }

    /** Locked until the end of the transaction: whoever tries the same stream at the same time finds what is left of it then. */
    @Override
    public Iterable<DeadLetter<? extends EventMessage<?>>> deadLetterSequence(Object sequence) {
        List<Row> rows = transactions
                .sql()
                .sql(
                        "select * from ledger.parked_event where processor = ? and stream = ? order by position for update")
                .params(projection.name(), sequence.toString())
                .query(Row::read)
                .list();
        List<DeadLetter<? extends EventMessage<?>>> letters = new ArrayList<>();
        rows.forEach(row -> letters.add(letter(row)));
        return letters;
    }

    private DeadLetter<EventMessage<?>> letter(Row row) {
        RecordedEvent event = reader.after(row.position() - 1, 1).getFirst();
        Cause cause = row.cause() == null ? null : new ThrowableCause("parked", row.cause());
        return new GenericDeadLetter<>(
                row.stream(),
                LedgerEventMessage.of(event, codec),
                cause,
                row.parked(),
                row.touched(),
                MetaData.with("attempts", row.attempts()));
    }

    /** Each is read when its turn comes: there may be many, and mostly the first is wanted. */
    @Override
    public Iterable<Iterable<DeadLetter<? extends EventMessage<?>>>> deadLetters() {
        return () -> streams().stream().map(this::deadLetterSequence).iterator();
    }

    /** The streams that have parked events, the one touched longest ago first. */
    private List<String> streams() {
        return transactions
                .sql()
                .sql(
                        "select stream from ledger.parked_event where processor = ? group by stream order by max(touched_at)")
                .param(projection.name())
                .query(String.class)
                .list();
    }

    /** There is no bound: an event is never dropped because too many others were. */
    @Override
    public boolean isFull(Object sequence) {
        return false;
    }

    @Override
    public long size() {
        return count("select count(*) from ledger.parked_event where processor = ?", projection.name());
    }

    long size(OrganisationId organisation) {
        return count(
                "select count(*) from ledger.parked_event where processor = ? and starts_with(stream, ? || '/')",
                projection.name(),
                organisation.value());
    }

    /** In order, at most {@code limit}, those behind the position {@code after}. */
    List<Parked> of(OrganisationId organisation, long after, int limit) {
        return transactions
                .sql()
                .sql("""
                        select position, stream, cause, attempts, parked_at, touched_at from ledger.parked_event
                         where processor = ? and starts_with(stream, ? || '/') and position > ? order by position limit ?""")
                .params(projection.name(), organisation.value(), after, limit)
                .query(Row::read)
                .list()
                .stream()
                .map(row -> new Parked(
                        row.position(),
                        StreamId.parse(row.stream()).stream(),
                        row.cause(),
                        row.attempts(),
                        row.parked()))
                .toList();
    }

    @Override
    public long sequenceSize(Object sequence) {
        return count(
                "select count(*) from ledger.parked_event where processor = ? and stream = ?",
                projection.name(),
                sequence.toString());
    }

    @Override
    public long amountOfSequences() {
        return count("select count(distinct stream) from ledger.parked_event where processor = ?", projection.name());
    }

    private long count(String statement, Object... params) {
        return transactions
                .sql()
                .sql(statement)
                .params(params)
                .query(Long.class)
                .single();
    }

    /** Tries the events of the first matching stream again, in order, until one fails. */
    @Override
    public boolean process(
            Predicate<DeadLetter<? extends EventMessage<?>>> filter,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        for (Iterable<DeadLetter<? extends EventMessage<?>>> sequence : deadLetters()) {
            Iterator<DeadLetter<? extends EventMessage<?>>> letters = sequence.iterator();
            if (letters.hasNext() && filter.test(letters.next())) {
                return processSequence(sequence, task);
            }
        }
        return false;
    }

    private boolean processSequence(
            Iterable<DeadLetter<? extends EventMessage<?>>> sequence,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        for (DeadLetter<? extends EventMessage<?>> letter : sequence) {
            EnqueueDecision<EventMessage<?>> decision = task.apply(letter);
            if (decision.shouldEnqueue()) {
                requeueFor(letter, decision.enqueueCause().orElse(null));
                return false;
            }
            evict(letter);
        }
        return true;
    }

    private void requeueFor(DeadLetter<? extends EventMessage<?>> letter, @Nullable Throwable cause) {
        try {
            requeue(letter, l -> cause == null ? l : l.withCause(cause));
        } catch (NoSuchDeadLetterException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void clear() {
        transactions
                .sql()
                .sql("delete from ledger.parked_event where processor = ?")
                .param(projection.name())
                .update();
    }
}
