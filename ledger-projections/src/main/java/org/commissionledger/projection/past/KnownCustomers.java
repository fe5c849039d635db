package org.commissionledger.projection.past;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.projection.report.Select;

/** Who was known to be whom at a moment of the past: by the history itself, because tables say it of now. */
public final class KnownCustomers {

    /** Index: event_stream. */
    private static final String SAME = """
            with whose as (
                select coalesce((
                       select e.payload::jsonb ->> 'knownId' from ledger.event e
                        where e.organisation = ? and e.stream = 'customer/' || ? and e.type = 'customer.merged-into'
                          and e.position <= ? and e.effective_at < ?), ?) as id)
            select id from whose
            union select e.payload::jsonb ->> 'anonymousId' from whose join ledger.event e
                on e.organisation = ? and e.stream = 'customer/' || whose.id and e.type = 'customer.merged'
               and e.position <= ? and e.effective_at < ?""";

    private KnownCustomers() {}

    /** Every id that stood for the customer. */
    public static List<String> sameAs(Connection connection, String organisation, String customer, Moment moment)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        long position = moment.position();
        Instant end = moment.effectiveEnd();
        Select.of(SAME, organisation, customer, position, end, customer, organisation, position, end)
                .each(connection, row -> ids.add(row.getString(1)));
        return ids;
    }
}
