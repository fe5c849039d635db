package org.commissionledger.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are to be applied: those that pass both.
 *
 * @param lines by their numbers; null for all
 * @param outcomes null for all
 */
public record StatementSelection(
        @Nullable List<Integer> lines, @Nullable List<LineOutcome> outcomes) {

    public static final StatementSelection ALL = new StatementSelection(null, null);
}
