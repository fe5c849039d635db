package org.commissionledger.api.statements;

import java.time.Instant;
import java.util.List;
import org.commissionledger.statement.StatedLine;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a statement as they were read.
 *
 * @param end behind the latest time that a line has: a day lasts until the next; null when no line has a time
 */
record Stated(List<StatedLine> lines, @Nullable Instant end) {}
