package org.commissionledger.projection.report;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * Takes a report cell by cell, in the order of its columns: a million rows cost no more memory than one. Null is an empty cell.
 */
public interface Rows {

    Rows text(@Nullable String value);

    Rows time(@Nullable Instant value);

    Rows date(@Nullable LocalDate value);

    Rows count(long value);

    /** An empty cell of whatever kind. */
    Rows empty();

    /** @param minorUnits of {@code currency} */
    Rows amount(long minorUnits, Currency currency);

    /** A sum, which has no largest value. */
    Rows amount(BigInteger minorUnits, Currency currency);

    /**
     * Ends a row.
     *
     * @return whether more rows are wanted
     */
    boolean end();
}
