package org.commissionledger.projection.statements;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.statement.StatementLine;
import org.commissionledger.statement.StatementSelection;
import org.commissionledger.statement.StatementState.Phase;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it is read.
 *
 * @param matchedAt the position of the history that it was matched at
 * @param runs in their order
 * @param position of the event that it was uploaded by
 */
public record StatementRow(
        String statementId,
        String providerId,
        String reference,
        String digest,
        @Nullable Instant from,
        @Nullable Instant to,
        Tolerance tolerance,
        long matchedAt,
        StatementSummary summary,
        String uploadedBy,
        Instant uploadedAt,
        List<Run> runs,
        long position) {

    /**
     * Some of its lines, or all that were left, were applied.
     *
     * @param applied null while it is under way
     */
    public record Run(
            StatementSelection selection,
            String by,
            Instant begunAt,
            @Nullable Applied applied) {

        Run before(Instant end) {
            return applied == null || applied.at().isBefore(end) ? this : new Run(selection, by, begunAt, null);
        }
    }

    /** What commands came to. */
    public record Applied(Instant at, long accepted, long unchanged, long rejected) {

        static Applied sum(Applied a, Applied b) {
            return new Applied(
                    b.at(), a.accepted() + b.accepted(), a.unchanged() + b.unchanged(), a.rejected() + b.rejected());
        }
    }

    /** The sum of the runs that are over, at the last one's time; null where there is none. */
    public @Nullable Applied applied() {
        return over().map(Run::applied).reduce(Applied::sum).orElse(null);
    }

    /** Who began the newest run. */
    public @Nullable String appliedBy() {
        return runs.isEmpty() ? null : runs.getLast().by();
    }

    /** What was selected by the runs that are over. */
    public List<StatementSelection> selected() {
        return over().map(Run::selection).toList();
    }

    /** Whether a run that is over gave its commands; where it has none, there was nothing to give. */
    public boolean isApplied(StatementLine line) {
        return !line.settlements().isEmpty()
                && selected().stream().anyMatch(selection -> selection.includes(line.line(), line.outcome()));
    }

    private Stream<Run> over() {
        return runs.stream().filter(run -> run.applied() != null);
    }

    /** By the newest run. */
    public Phase state() {
        if (runs.isEmpty()) {
            return Phase.UPLOADED;
        }
        return runs.getLast().applied() == null ? Phase.APPLYING : Phase.APPLIED;
    }

    /** As it stood before {@code end}. */
    public StatementRow before(Instant end) {
        return with(runs.stream()
                .filter(run -> run.begunAt().isBefore(end))
                .map(run -> run.before(end))
                .toList());
    }

    StatementRow with(List<Run> others) {
        return new StatementRow(
                statementId,
                providerId,
                reference,
                digest,
                from,
                to,
                tolerance,
                matchedAt,
                summary,
                uploadedBy,
                uploadedAt,
                others,
                position);
    }
}
