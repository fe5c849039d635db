package org.commissionledger.api.dashboard;

import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.springframework.stereotype.Component;

/** A part of a page that is asked for again because something happened: it must show at least that. */
@Component
public class LiveUpdate {

    /** The parameter that names the ledgerSequence of the newest event that the reader's page has heard of. */
    static final String SEEN = "seen";

    /** The parameter that names the position of what the reader's page has written. */
    static final String WRITTEN = "written";

    private final EventReader history;
    private final MinPosition minPosition;

    LiveUpdate(EventReader history, MinPosition minPosition) {
        this.history = history;
        this.minPosition = minPosition;
    }

    /** Waits until the projections have taken what the page has heard of. */
    public void await(Caller caller, Query query, List<String> projections) {
        long seen = query.whole(SEEN, 0, 1, Long.MAX_VALUE, "request.invalid-value");
        if (seen == 0) {
            return;
        }
        history.history(caller.organisation(), HistoryQuery.range(seen - 1, seen), 1)
                .forEach(event -> await(event.position(), projections));
    }

    /** Waits until the projections have taken what the page itself has written. */
    public void awaitWritten(Query query, List<String> projections) {
        long written = query.whole(WRITTEN, 0, 1, Long.MAX_VALUE, "request.invalid-value");
        if (written > 0 && written <= history.head()) {
            await(written, projections);
        }
    }

    private void await(long position, List<String> projections) {
        try {
            minPosition.await(position, projections);
        } catch (Refused behind) {
            // what there is is shown; the next event asks again
        }
    }
}
