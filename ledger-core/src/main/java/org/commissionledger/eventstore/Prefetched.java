package org.commissionledger.eventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream holds, read ahead of the commands that need it.
 *
 * @param events those behind the snapshot; all of them where there is none
 */
public record Prefetched(@Nullable Snapshot snapshot, List<RecordedEvent> events) {

    boolean isEmpty() {
        return snapshot == null && events.isEmpty();
    }
}
