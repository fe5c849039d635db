package org.commissionledger.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.organisation.OrganisationId;

/**
 * Reads many streams in two looks: their snapshots, then what came after each. A stream with more behind its snapshot than is read
 * ahead is not among the answers: whoever needs it reads it page by page.
 */
public final class StreamPrefetch {

    private static final int AHEAD = 1_000;

    private final EventReader reader;
    private final SnapshotStore snapshots;

    public StreamPrefetch(EventReader reader, SnapshotStore snapshots) {
        this.reader = reader;
        this.snapshots = snapshots;
    }

    public Map<StreamId, Prefetched> read(OrganisationId organisation, Collection<StreamId> streams) {
        if (streams.isEmpty()) {
            return Map.of();
        }
        Map<StreamId, Snapshot> known = snapshots.read(organisation, streams);
        Map<StreamId, Long> first = new HashMap<>();
        for (StreamId stream : streams) {
            Snapshot snapshot = known.get(stream);
            first.put(stream, snapshot == null ? 0L : snapshot.sequence() + 1);
        }
        Map<StreamId, List<RecordedEvent>> events = reader.streams(organisation, first, AHEAD);
        Map<StreamId, Prefetched> prefetched = new HashMap<>();
        events.forEach((stream, behind) -> {
            if (behind.size() < AHEAD) {
                prefetched.put(stream, new Prefetched(known.get(stream), behind));
            }
        });
        return prefetched;
    }
}
