package org.commissionledger.projection.period;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.period.Booking;
import org.commissionledger.period.Closings;
import org.commissionledger.period.Closings.Closing;
import org.commissionledger.period.Period;

/**
 * The closings that a batch of events is booked by. They are read from the history itself: another projection, or another segment of this
 * one, may not have come to them, but whoever has an event in hand finds all that stands before it.
 */
public final class ClosedPeriods {

    /** Streams of periods: from here to the next character behind the slash. */
    private static final String STREAMS = "period/";

    private static final String BEHIND_STREAMS = "period0";

    private final Map<String, Closings> closings;

    private ClosedPeriods(Map<String, Closings> closings) {
        this.closings = closings;
    }

    // Grain: one closing. Index: event_stream.
    public static ClosedPeriods read(Connection connection, Collection<String> organisations) throws SQLException {
        Map<String, List<Closing>> found = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select organisation, stream, position from ledger.event"
                        + " where organisation = any(?) and stream >= ? and stream < ? and type = 'period.closed'")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", organisations.stream().distinct().toArray()));
            statement.setString(2, STREAMS);
            statement.setString(3, BEHIND_STREAMS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Period period = new Period(rows.getString(2).substring(STREAMS.length()));
                    found.computeIfAbsent(rows.getString(1), o -> new ArrayList<>())
                            .add(new Closing(period, rows.getLong(3)));
                }
            }
        }
        Map<String, Closings> closings = new HashMap<>();
        found.forEach((organisation, all) -> closings.put(organisation, new Closings(all)));
        return new ClosedPeriods(closings);
    }

    public Booking book(RecordedEvent event) {
        return closings.getOrDefault(event.organisation().value(), Closings.NONE)
                .book(event.effectiveAt(), event.position());
    }
}
