package org.commissionledger.api.web;

import java.util.List;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.past.Moment;
import org.springframework.stereotype.Component;

/** Turns the moments that readers ask for into positions of the history. */
@Component
public class PastReads {

    private final EventReader history;
    private final MinPosition minPosition;
    private final Projections projections;

    PastReads(EventReader history, MinPosition minPosition, Projections projections) {
        this.history = history;
        this.minPosition = minPosition;
        this.projections = projections;
    }

    /**
     * The moment that is asked for, once the projections have got that far; when none is, how far they have got. A time that has not come
     * yet is now.
     *
     * @throws BadRequest when the history does not go so far
     * @throws Refused {@code projection.behind} when the projections take longer than 5 s
     */
    public Moment moment(Caller caller, AsOf asked, List<String> names) {
        return new Moment(position(caller, asked, names), asked.effectiveAsOf());
    }

    private long position(Caller caller, AsOf asked, List<String> names) {
        if (asked.position() != null) {
            if (asked.position() > history.head()) {
                throw BadRequest.field(
                        asked.positionName(), "request.invalid-position", "The history does not go so far.");
            }
            minPosition.await(asked.position(), names);
            return asked.position();
        }
        if (asked.asOf() == null) {
            return names.stream().mapToLong(projections::position).min().orElse(0);
        }
        long position = history.newestRecordedBy(caller.organisation(), asked.asOf())
                .map(RecordedEvent::position)
                .orElse(0L);
        minPosition.await(position, names);
        return position;
    }
}
