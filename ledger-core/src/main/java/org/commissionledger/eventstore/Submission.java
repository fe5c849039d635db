package org.commissionledger.eventstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work read and decided, gathered while its commands run and appended as a whole when it commits. It lives in the
 * root unit of work's resources.
 */
public final class Submission {

    private static final String RESOURCE = Submission.class.getName();

    private final OrganisationId organisation;
    private final String metadata;
    private final boolean presumeNew;
    private final Map<String, Long> basis = new LinkedHashMap<>();
    private final Map<StreamId, Prefetched> prefetched = new HashMap<>();
    private final Set<String> published = new HashSet<>();
    private final Map<OnceName, LedgerEvent> publishedAs = new HashMap<>();
    private final Set<String> created = new HashSet<>();
    private final Set<CompletableFuture<Append.Outcome>> before = new HashSet<>();
    private final Set<Tentative> read = new HashSet<>();
    private final Set<String> readFromStore = new HashSet<>();
    private final Set<Tentative> changed = new HashSet<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final List<OnceName> foundFree = new ArrayList<>();
    private final Map<UUID, String> free = new HashMap<>();
    private int publishedCount;
    private final List<NewEvent> events = new ArrayList<>();
    private @Nullable OnceKeys onceKeys;

    /**
     * @param metadata the JSON text stored with each event
     * @param presumeNew take streams that are to be created for empty without looking: the appender finds out
     */
    public Submission(OrganisationId organisation, String metadata, boolean presumeNew) {
        this.organisation = organisation;
        this.metadata = metadata;
        this.presumeNew = presumeNew;
    }

    public static @Nullable Submission current() {
        if (!CurrentUnitOfWork.isStarted()) {
            return null;
        }
        return CurrentUnitOfWork.get().root().getResource(RESOURCE);
    }

    public void attachTo(UnitOfWork<?> root) {
        root.resources().put(RESOURCE, this);
    }

    public OrganisationId organisation() {
        return organisation;
    }

    /** Notes what a decision rests on; the first note of a stream counts. */
    public void read(String aggregateIdentifier, long head) {
        basis.putIfAbsent(stream(aggregateIdentifier), head);
    }

    /** @throws IllegalStateException for one of another organisation */
    private String stream(String aggregateIdentifier) {
        String value = organisation.value();
        if (!aggregateIdentifier.startsWith(value) || aggregateIdentifier.charAt(value.length()) != '/') {
            throw new IllegalStateException(aggregateIdentifier + " in a request of " + organisation);
        }
        return aggregateIdentifier.substring(value.length() + 1);
    }

    public void read(Map<String, Long> heads) {
        heads.forEach(basis::putIfAbsent);
    }

    /** Notes an aggregate in memory that a decision was read from. */
    public void restsOn(Tentative aggregate) {
        read.add(aggregate);
        CompletableFuture<Append.Outcome> newest = aggregate.newest();
        if (newest != null) {
            before.add(newest);
        }
    }

    /** Notes an aggregate that was not in memory. */
    public void readFromStore(String aggregateIdentifier) {
        readFromStore.add(aggregateIdentifier);
    }

    public boolean hasReadFromStore(String aggregateIdentifier) {
        return readFromStore.contains(aggregateIdentifier);
    }

    /**
     * When those are settled that this rests on, ends as if one of them had not been written.
     *
     * @return null when it rests on nothing that is not durable
     */
    public @Nullable CompletableFuture<Append.Outcome> misled() {
        if (before.isEmpty()) {
            return null;
        }
        String stream = basis.keySet().iterator().next();
        return CompletableFuture.allOf(before.toArray(CompletableFuture<?>[]::new))
                .handle((settled, failure) -> Append.Outcome.Conflicted.misled(stream));
    }

    /** Notes an aggregate in memory that what was decided has changed. */
    public void changed(Tentative aggregate) {
        changed.add(aggregate);
    }

    /** To be called under the locks of all that was read and changed: whoever decides on it next is to be written behind this. */
    public void isOnItsWay(CompletableFuture<Append.Outcome> outcome) {
        changed.forEach(aggregate -> aggregate.decided(outcome));
    }

    /** Says what became of it. When it was not written, what it was read from may be old news, and what it changed is not what happened. */
    public void settle(CompletableFuture<Append.Outcome> outcome) {
        if (Append.isWritten(outcome)) {
            changed.forEach(aggregate -> aggregate.settled(outcome));
        } else {
            read.forEach(Tentative::undo);
            changed.forEach(Tentative::undo);
        }
    }

    /**
     * Keeps the state of a stream, to be stored once it is durable.
     *
     * @param state encodes it
     * @param every how many events lie between two
     */
    public void snapshot(String aggregateIdentifier, EventType type, long sequence, int every, Supplier<String> state) {
        String stream = stream(aggregateIdentifier);
        Snapshot newest = snapshots.get(stream);
        long last = newest == null ? basis.getOrDefault(stream, -1L) : newest.sequence();
        if ((sequence + 1) / every > (last + 1) / every) {
            snapshots.put(stream, new Snapshot(new StreamId(organisation, stream), type, sequence, state.get()));
        }
    }

    public Collection<Snapshot> snapshots() {
        return snapshots.values();
    }

    public void prefetched(Map<StreamId, Prefetched> streams) {
        prefetched.putAll(streams);
    }

    /** Whether the stream may be created without looking for its events first. */
    public boolean presumesNew(StreamId stream) {
        Prefetched known = prefetched.get(stream);
        return known == null ? presumeNew : known.isEmpty();
    }

    @Nullable
    Prefetched prefetched(StreamId stream) {
        return prefetched.get(stream);
    }

    void publishing(List<? extends EventMessage<?>> messages) {
        for (EventMessage<?> message : messages) {
            if (message instanceof DomainEventMessage<?> event) {
                published.add(event.getAggregateIdentifier());
                publishedCount++;
                if (event.getPayload() instanceof NamedOnce named && named.onceName() != null) {
                    publishedAs.put(named.onceName(), named);
                }
            }
        }
    }

    /** The event of that name that this unit of work has published. There is none: then it is noted that the name is free. */
    @Nullable
    LedgerEvent publishedOrFree(OnceName name) {
        LedgerEvent event = publishedAs.get(name);
        if (event == null) {
            foundFree.add(name);
        }
        return event;
    }

    /** Notes that a command was refused: that rests on the names that it found free. One that was accepted gives its name itself. */
    public void refused() {
        for (OnceName name : foundFree) {
            free.put(key(name), name.scope());
        }
    }

    /** To be called before each command. */
    public void next() {
        foundFree.clear();
    }

    /** Events that the commands of this unit of work have published so far. */
    public int publishedCount() {
        return publishedCount;
    }

    /** Notes an aggregate that this unit of work makes. */
    public void created(String aggregateIdentifier) {
        created.add(aggregateIdentifier);
    }

    public boolean hasCreated(String aggregateIdentifier) {
        return created.contains(aggregateIdentifier);
    }

    public boolean hasPublished(String aggregateIdentifier) {
        return published.contains(aggregateIdentifier);
    }

    void collect(List<? extends EventMessage<?>> messages, EventCodec codec) {
        for (EventMessage<?> message : messages) {
            DomainEventMessage<?> event = (DomainEventMessage<?>) message;
            LedgerEvent payload = (LedgerEvent) event.getPayload();
            EventType type = codec.types().of(payload.getClass());
            events.add(new NewEvent(
                    UUID.fromString(event.getIdentifier()),
                    stream(event.getAggregateIdentifier()),
                    event.getSequenceNumber(),
                    type.name(),
                    type.revision(),
                    payload.at(),
                    codec.encode(payload),
                    metadata,
                    once(payload)));
        }
    }

    private @Nullable UUID once(LedgerEvent payload) {
        OnceName name = payload instanceof NamedOnce named ? named.onceName() : null;
        return name == null ? null : key(name);
    }

    private UUID key(OnceName name) {
        if (onceKeys == null) {
            onceKeys = new OnceKeys();
        }
        return name.key(organisation, onceKeys);
    }

    /** All that was gathered, as one request to the appender. */
    public Append toAppend(Append.@Nullable KeyedAnswer keyed) {
        return new Append(
                organisation, List.copyOf(events), Map.copyOf(basis), Map.copyOf(free), Set.copyOf(before), keyed);
    }

    /** The same without events: for an answer that says that nothing changes. What was decided in between never happened. */
    public Append toRefusal(Append.@Nullable KeyedAnswer keyed) {
        snapshots.clear();
        return new Append(organisation, List.of(), Map.copyOf(basis), Map.copyOf(free), Set.copyOf(before), keyed);
    }
}
