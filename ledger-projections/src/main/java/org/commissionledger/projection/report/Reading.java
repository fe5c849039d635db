package org.commissionledger.projection.report;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;

/**
 * One reading of a report, within one snapshot of the database. Everything that it shows follows from the events up to {@code position},
 * whatever has been recorded since: a row of immutable facts is taken when its own position is not behind it, a row that can change is
 * made again from the history when it has.
 *
 * @param changed whether anything was recorded behind {@code position}: when not, the tables are as they were
 * @param asOf when the newest event up to {@code position} was recorded: the only today that a report may know
 * @param after the key columns of the row where the page before ended; empty at the beginning
 * @param limit rows that are wanted; 0 for all
 */
public record Reading(
        Connection connection, long position, boolean changed, Instant asOf, List<String> after, int limit) {

    /** Rows that the driver fetches at a time: their memory is all that a report of any size takes. */
    static final int FETCH = 2_000;
}
