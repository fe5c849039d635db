package org.commissionledger.api.statements;

import java.time.Instant;
import java.util.List;
import org.commissionledger.statement.StatedLine;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a statement as they were read.
 *
 * @param earliest the earliest time that a line has
 * @param end behind the latest: a day lasts until the next
 */
record Stated(
        List<StatedLine> lines,
        @Nullable Instant earliest,
        @Nullable Instant end) {}
