package org.commissionledger.eventstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Goes through a stream page by page, so that a long one is never held whole. */
final class StreamPages implements Iterator<RecordedEvent> {

    private static final int PAGE = 1_000;

    private final EventReader reader;
    private final StreamId stream;
    private long next;
    private Iterator<RecordedEvent> page;
    private boolean last;

    StreamPages(EventReader reader, StreamId stream, long firstSequence) {
        this.reader = reader;
        this.stream = stream;
        this.next = firstSequence;
        this.page = turn();
    }

    private Iterator<RecordedEvent> turn() {
        List<RecordedEvent> events = reader.stream(stream, next, PAGE);
        last = events.size() < PAGE;
        next += events.size();
        return events.iterator();
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !last) {
            page = turn();
        }
        return page.hasNext();
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException(stream + " ends before " + next);
        }
        return page.next();
    }
}
