package org.commissionledger.projection.period;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.period.PeriodEvent.PeriodClosed;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads which months are closed. */
public final class PeriodQueries {

    private final JdbcClient sql;
    private final EventCodec codec;

    public PeriodQueries(DataSource dataSource, EventCodec codec) {
        this.sql = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    /** @param ledgerSequence of the closing: events behind it count as late */
    public record ClosedPeriod(String period, String closedBy, Instant closedAt, long ledgerSequence) {}

    // Grain: one closed month. Range: months behind after. Index: event_stream.
    public List<ClosedPeriod> list(String organisation, String after, int limit) {
        return sql.sql("select type, revision, payload, ledger_sequence from ledger.event where organisation = ?"
                        + " and stream > 'period/' || ? and stream < 'period0' order by stream limit ?")
                .params(organisation, after, limit)
                .query((r, n) -> {
                    PeriodClosed closed = (PeriodClosed) codec.decode(r.getString(1), r.getInt(2), r.getString(3));
                    return new ClosedPeriod(closed.period().value(), closed.closedBy(), closed.at(), r.getLong(4));
                })
                .list();
    }
}
