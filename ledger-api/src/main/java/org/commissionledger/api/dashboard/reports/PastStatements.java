package org.commissionledger.api.dashboard.reports;

import java.time.Instant;
import org.commissionledger.api.web.Caller;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.statements.StatementRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Statements as they stood on a past day. How a line compares is fixed when the statement comes in; only its applying comes later. */
@Component
class PastStatements {

    private final EventReader history;

    PastStatements(EventReader history) {
        this.history = history;
    }

    /** The first position that was not known yet before {@code end}; null is now. */
    long behind(Caller caller, @Nullable Instant end) {
        return end == null
                ? Long.MAX_VALUE
                : history.newestRecordedBy(caller.organisation(), end.minus(ReportTables.LAST_MOMENT))
                                .map(RecordedEvent::position)
                                .orElse(0L)
                        + 1;
    }

    static StatementRow known(StatementRow row, @Nullable Instant end) {
        return end == null ? row : row.before(end);
    }
}
