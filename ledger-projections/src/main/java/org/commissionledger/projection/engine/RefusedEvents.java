package org.commissionledger.projection.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.jspecify.annotations.Nullable;

/** What tables that are being made could not take, and what waits behind it in its stream. */
final class RefusedEvents {

    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<Long, String> causes = new HashMap<>();
    private final Set<String> streams = new HashSet<>();
    private boolean changed;

    void add(RecordedEvent event, Exception cause) {
        add(event, cause.toString());
    }

    /** @param cause nothing for an event that only waits */
    void add(RecordedEvent event, @Nullable String cause) {
        if (cause != null) {
            causes.put(event.position(), cause);
        }
        changed = true;
        events.add(event);
        streams.add(event.streamId().toString());
    }

    boolean areNone() {
        return events.isEmpty();
    }

    boolean standBefore(RecordedEvent event) {
        return !streams.isEmpty() && streams.contains(event.streamId().toString());
    }

    void removeAll(List<RecordedEvent> others) {
        changed |= events.removeAll(others);
    }

    /** As the live tables do: see {@link Projection#settles}. */
    void settle(List<StreamId> settled) {
        if (!settled.isEmpty()) {
            changed |= events.removeIf(event -> settled.contains(event.streamId()));
            settled.forEach(stream -> streams.remove(stream.toString()));
        }
    }

    /** Whether there are others than when this was asked before. */
    boolean haveChanged() {
        boolean since = changed;
        changed = false;
        return since;
    }

    List<RecordedEvent> all() {
        return List.copyOf(events);
    }

    @Nullable
    String causeOf(RecordedEvent event) {
        return causes.get(event.position());
    }
}
