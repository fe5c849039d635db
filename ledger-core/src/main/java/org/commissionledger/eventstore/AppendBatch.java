package org.commissionledger.eventstore;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one transaction: decides, from what the store holds under the lock, which of them win, and numbers and chains
 * their events. Pure but for the clock; all SQL is in {@link AppendStatements}.
 */
final class AppendBatch {

    /** A request that waits for its outcome. */
    static final class Waiting {
        final Append append;
        final CompletableFuture<Append.Outcome> outcome = new CompletableFuture<>();
        final long since = System.nanoTime();

        Waiting(Append append) {
            this.append = append;
        }
    }

    /**
     * Where an organisation's chain stands.
     *
     * @param hash of the newest event that is stored; those of the batch are hashed after they are numbered
     */
    record ChainHead(long ledgerSequence, byte[] hash, Instant recordedAt) {
        static final ChainHead NONE = new ChainHead(0, HashChain.genesis(), Instant.MIN);
    }

    record KeyId(OrganisationId organisation, String client, String key) {
        static KeyId of(Append append, RequestKey key) {
            return new KeyId(append.organisation(), key.client(), key.key());
        }
    }

    record KeyRow(KeyId id, byte[] fingerprint, StoredAnswer answer, long position, Instant recordedAt) {
        Append.Outcome.Repeated repeated() {
            return new Append.Outcome.Repeated(fingerprint, answer, position);
        }
    }

    /**
     * What the store held under the lock.
     *
     * @param heads of every stream that was looked up, -1 for one without events; the batch moves them on
     * @param once those of the keys that were looked up that are there
     */
    record StoreState(
            long position,
            Map<OrganisationId, ChainHead> chains,
            Map<StreamId, Long> heads,
            Map<KeyId, KeyRow> keys,
            Set<UUID> once) {}

    /** An event with its number, and the key that keeps it from being written again. */
    record Numbered(RecordedEvent event, @Nullable UUID once) {
        Numbered chained(byte[] hash) {
            return new Numbered(event.chained(hash), once);
        }
    }

    private record Win(
            Waiting waiting, Receipt receipt, @Nullable StoredAnswer answer) {}

    final List<Waiting> requests;
    final boolean careful;

    /** The streams whose heads must be known: those that were only read, and those that are appended to without a decision. */
    final Set<StreamId> streams;

    final List<Numbered> events = new ArrayList<>();
    final List<KeyRow> newKeys = new ArrayList<>();

    private final List<Win> wins = new ArrayList<>();
    private final Set<CompletableFuture<Append.Outcome>> written = new HashSet<>();
    private final Map<Waiting, Append.Outcome> losses = new HashMap<>();
    private final Map<Waiting, Throwable> faults = new HashMap<>();
    private final Map<OrganisationId, byte[]> hashes = new HashMap<>();
    private Map<StreamId, Long> heads = Map.of();
    private long position;

    /**
     * @param careful whether to look up everything; otherwise what the unique indexes of the insert check anyway is not looked up
     *     first: the place of each decided event in its stream, the request keys, and the keys of events that are written once. Should
     *     they refuse it, the batch is done again, carefully
     */
    AppendBatch(List<Waiting> requests, boolean careful) {
        this.requests = requests;
        this.careful = careful;
        this.streams = streamsToLookAt();
    }

    private Set<StreamId> streamsToLookAt() {
        Set<StreamId> streams = new LinkedHashSet<>();
        for (Waiting waiting : requests) {
            OrganisationId organisation = waiting.append.organisation();
            Set<String> written = new HashSet<>();
            for (NewEvent event : waiting.append.events()) {
                boolean unknown = event.needsNoDecision();
                if (careful || unknown) {
                    streams.add(new StreamId(organisation, event.stream()));
                } else {
                    written.add(event.stream());
                }
            }
            for (String read : waiting.append.basis().keySet()) {
                if (!written.contains(read)) {
                    streams.add(new StreamId(organisation, read));
                }
            }
        }
        return streams;
    }

    Set<OrganisationId> organisations() {
        Set<OrganisationId> organisations = new LinkedHashSet<>();
        requests.forEach(w -> organisations.add(w.append.organisation()));
        return organisations;
    }

    Set<KeyId> keys() {
        Set<KeyId> keys = new LinkedHashSet<>();
        if (!careful) {
            return keys;
        }
        for (Waiting waiting : requests) {
            if (waiting.append.keyed() != null) {
                keys.add(KeyId.of(waiting.append, waiting.append.keyed().key()));
            }
        }
        return keys;
    }

    /** Keys of events that are written once, however often they are asked for, and of those that refusals miss. */
    Set<UUID> once() {
        Set<UUID> once = new LinkedHashSet<>();
        requests.forEach(waiting -> once.addAll(waiting.append.free().keySet()));
        if (!careful) {
            return once;
        }
        for (Waiting waiting : requests) {
            for (NewEvent event : waiting.append.events()) {
                if (event.once() != null) {
                    once.add(event.once());
                }
            }
        }
        return once;
    }

    /** Check, then number: requests in the order in which they came. */
    void decide(StoreState state, Clock clock) {
        heads = state.heads();
        Map<OrganisationId, ChainHead> chains = new HashMap<>(state.chains());
        Map<KeyId, KeyRow> keys = new HashMap<>(state.keys());
        Set<UUID> once = new HashSet<>(state.once());
        position = state.position();
        state.chains().forEach((organisation, head) -> hashes.put(organisation, head.hash()));
        Instant now = HashChain.micros(clock.instant());
        for (Waiting waiting : requests) {
            Append append = waiting.append;
            Append.KeyedAnswer keyed = append.keyed();
            KeyRow used = keyed == null ? null : keys.get(KeyId.of(append, keyed.key()));
            if (used != null) {
                losses.put(waiting, used.repeated());
                continue;
            }
            if (isUpInTheAir(append)) {
                losses.put(waiting, Append.Outcome.Conflicted.misled(stream(append)));
                continue;
            }
            String moved = firstMovedStream(append);
            if (moved == null) {
                moved = firstWrittenBefore(append, once);
            }
            if (moved == null) {
                moved = firstNoLongerFree(append, once);
            }
            if (moved != null) {
                losses.put(waiting, Append.Outcome.Conflicted.overtaken(moved));
                continue;
            }
            ChainHead head = chains.getOrDefault(append.organisation(), ChainHead.NONE);
            Instant recordedAt = now.isBefore(head.recordedAt()) ? head.recordedAt() : now;
            Set<UUID> leftOut = leftOut(append, once);
            Receipt receipt = new Receipt(position + append.events().size() - leftOut.size(), recordedAt, leftOut);
            StoredAnswer answer = null;
            if (keyed != null) {
                try {
                    answer = keyed.answer().apply(receipt);
                } catch (RuntimeException e) {
                    faults.put(waiting, e);
                    continue;
                }
                KeyId id = KeyId.of(append, keyed.key());
                KeyRow row = new KeyRow(id, keyed.key().fingerprint(), answer, receipt.position(), recordedAt);
                keys.put(id, row);
                newKeys.add(row);
            }
            for (NewEvent event : append.events()) {
                if (!leftOut.contains(event.eventId())) {
                    head = number(append.organisation(), event, head, recordedAt);
                    if (event.once() != null) {
                        once.add(event.once());
                    }
                }
            }
            chains.put(append.organisation(), head);
            wins.add(new Win(waiting, receipt, answer));
            written.add(waiting.outcome);
        }
    }

    /**
     * Whether it rests on a decision that was not written. The place of its events would not show that: another one's event may have
     * taken the place of the one that it knows.
     */
    private boolean isUpInTheAir(Append append) {
        for (CompletableFuture<Append.Outcome> before : append.before()) {
            if (!written.contains(before) && !Append.isWritten(before)) {
                return true;
            }
        }
        return false;
    }

    private static String stream(Append append) {
        return append.events().isEmpty()
                ? append.basis().keySet().iterator().next()
                : append.events().getFirst().stream();
    }

    /** The stream of the first decided event whose key turned up since it was decided. */
    private static @Nullable String firstWrittenBefore(Append append, Set<UUID> once) {
        Set<UUID> here = new HashSet<>();
        for (NewEvent event : append.events()) {
            if (event.once() != null
                    && !event.needsNoDecision()
                    && (once.contains(event.once()) || !here.add(event.once()))) {
                return event.stream();
            }
        }
        return null;
    }

    private static @Nullable String firstNoLongerFree(Append append, Set<UUID> once) {
        for (Map.Entry<UUID, String> name : append.free().entrySet()) {
            if (once.contains(name.getKey())) {
                return name.getValue();
            }
        }
        return null;
    }

    /** Of several with one key in one request the first is written. */
    private static Set<UUID> leftOut(Append append, Set<UUID> once) {
        Set<UUID> leftOut = new HashSet<>();
        Set<UUID> here = new HashSet<>();
        for (NewEvent event : append.events()) {
            if (event.once() != null
                    && event.needsNoDecision()
                    && (once.contains(event.once()) || !here.add(event.once()))) {
                leftOut.add(event.eventId());
            }
        }
        return leftOut.isEmpty() ? Set.of() : leftOut;
    }

    /**
     * A stream whose head is not known here is one that the insert itself checks; what was decided for it must follow on what was read of
     * it.
     */
    private @Nullable String firstMovedStream(Append append) {
        for (Map.Entry<String, Long> read : append.basis().entrySet()) {
            Long head = heads.get(new StreamId(append.organisation(), read.getKey()));
            if (head != null && !head.equals(read.getValue())) {
                return read.getKey();
            }
        }
        Map<String, Long> next = new HashMap<>();
        for (NewEvent event : append.events()) {
            if (event.needsNoDecision()) {
                continue;
            }
            long expected = next.computeIfAbsent(event.stream(), s -> {
                Long head = heads.get(new StreamId(append.organisation(), s));
                if (head != null) {
                    return head + 1;
                }
                Long read = append.basis().get(s);
                return read == null ? event.streamSequence() : read + 1;
            });
            if (event.streamSequence() != expected) {
                return event.stream();
            }
            next.put(event.stream(), expected + 1);
        }
        return null;
    }

    private ChainHead number(OrganisationId organisation, NewEvent event, ChainHead head, Instant recordedAt) {
        StreamId stream = new StreamId(organisation, event.stream());
        Long last = heads.get(stream);
        long streamSequence = last == null ? event.streamSequence() : last + 1;
        heads.put(stream, streamSequence);
        RecordedEvent numbered = new RecordedEvent(
                ++position,
                organisation,
                head.ledgerSequence() + 1,
                event.eventId(),
                event.stream(),
                streamSequence,
                event.type(),
                event.revision(),
                HashChain.micros(event.effectiveAt()),
                recordedAt,
                event.payload(),
                event.metadata(),
                HashChain.genesis());
        events.add(new Numbered(numbered, event.once()));
        return new ChainHead(numbered.ledgerSequence(), head.hash(), recordedAt);
    }

    /**
     * The events with their hashes, made as they are asked for, so that the first are on their way to the database while the next are
     * hashed. They are chained once: a second call goes on behind the first.
     */
    Iterator<Numbered> chained(HashChain chain) {
        return events.stream()
                .map(numbered -> {
                    RecordedEvent event = numbered.event();
                    byte[] before = hashes.getOrDefault(event.organisation(), HashChain.genesis());
                    byte[] hash = chain.next(before, event);
                    hashes.put(event.organisation(), hash);
                    return numbered.chained(hash);
                })
                .iterator();
    }

    boolean writesNothing() {
        return events.isEmpty() && newKeys.isEmpty();
    }

    long lastPosition() {
        return position;
    }

    /** Where the streams stand that were looked up or written to. */
    Map<StreamId, Long> heads() {
        return heads;
    }

    /** Tells everyone, once the transaction is durable. */
    void complete() {
        wins.forEach(win -> win.waiting().outcome.complete(new Append.Outcome.Appended(win.receipt(), win.answer())));
        losses.forEach((waiting, outcome) -> waiting.outcome.complete(outcome));
        faults.forEach((waiting, fault) -> waiting.outcome.completeExceptionally(fault));
    }

    void fail(Throwable cause) {
        requests.forEach(waiting -> waiting.outcome.completeExceptionally(cause));
    }
}
