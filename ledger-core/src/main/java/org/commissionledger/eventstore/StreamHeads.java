package org.commissionledger.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the streams stand that one node's appender asked for of late, so that it need not ask again for what only it has changed since.
 * They hold as long as nobody else has appended anything, which the newest position of the store tells. For one thread.
 */
final class StreamHeads {

    /** Some 200 bytes each. */
    private static final int MOST = 100_000;

    private final Map<StreamId, Long> heads = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Long> eldest) {
            return size() > MOST;
        }
    };

    private long position = -1;

    /** Those of the streams that are remembered, whether they still hold or not: -1 for one without events. */
    Map<StreamId, Long> of(Collection<StreamId> streams) {
        Map<StreamId, Long> known = new HashMap<>();
        for (StreamId stream : streams) {
            Long head = heads.get(stream);
            if (head != null) {
                known.put(stream, head);
            }
        }
        return known;
    }

    /** @param newest the store's newest position now */
    boolean holdAt(long newest) {
        return newest == position;
    }

    void forget() {
        heads.clear();
        position = -1;
    }

    /**
     * After a batch: nobody else has appended between its look and its commit.
     *
     * @param asked the streams that it asked for
     * @param now where they, and those that it wrote to, stand now
     * @param newest the store's newest position, its own events counted in
     */
    void remember(Collection<StreamId> asked, Map<StreamId, Long> now, long newest) {
        if (now.size() > asked.size()) {
            now.forEach((stream, head) -> heads.replace(stream, head));
        }
        for (StreamId stream : asked) {
            heads.put(stream, now.getOrDefault(stream, -1L));
        }
        position = newest;
    }
}
