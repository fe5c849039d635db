package org.commissionledger.statement;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    public boolean includes(int line, LineOutcome outcome) {
        return (lines == null || lines.contains(line)) && includes(outcome);
    }

    private boolean includes(LineOutcome outcome) {
        return outcomes == null || outcomes.contains(outcome);
    }

    /** Whether the others together leave nothing of it, whatever lines there are. */
    public boolean isCoveredBy(Collection<StatementSelection> others) {
        Set<LineOutcome> wanted = outcomes == null ? EnumSet.allOf(LineOutcome.class) : Set.copyOf(outcomes);
        return wanted.stream().allMatch(outcome -> isCoveredBy(others, outcome));
    }

    private boolean isCoveredBy(Collection<StatementSelection> others, LineOutcome outcome) {
        return lines == null
                ? others.stream().anyMatch(other -> other.lines == null && other.includes(outcome))
                : lines.stream().allMatch(line -> others.stream().anyMatch(other -> other.includes(line, outcome)));
    }
}
