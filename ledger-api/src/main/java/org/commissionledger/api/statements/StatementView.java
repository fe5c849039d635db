package org.commissionledger.api.statements;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.statements.Matching.Matched;
import org.commissionledger.api.web.Page;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.projection.statements.StatementRow.Applied;
import org.commissionledger.projection.statements.StatementRow.Run;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it is shown.
 *
 * @param statementId null where nothing was written
 * @param matchedAt the position of the history that it was matched at
 * @param state UPLOADED, APPLYING or APPLIED, by the newest run; DRY_RUN where nothing was written
 * @param appliedBy who began the newest run
 * @param applied what all runs that are over came to together, at the last one's time
 */
record StatementView(
        @Nullable String statementId,
        String providerId,
        String reference,
        String state,
        @Nullable Instant from,
        @Nullable Instant to,
        Tolerance tolerance,
        String digest,
        long matchedAt,
        StatementSummary summary,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable String appliedBy,
        @Nullable Applied applied,
        List<RunView> runs) {

    /**
     * Some of the lines were applied, or all that were left.
     *
     * @param lines null for all
     * @param outcomes null for all
     * @param applied null while it is under way
     */
    record RunView(
            @Nullable List<Integer> lines,
            @Nullable List<LineOutcome> outcomes,
            String by,
            Instant begunAt,
            @Nullable Applied applied) {

        static RunView of(Run run) {
            return new RunView(
                    run.selection().lines(), run.selection().outcomes(), run.by(), run.begunAt(), run.applied());
        }
    }

    /** With its first lines. */
    record WithLines(@JsonUnwrapped StatementView statement, List<LineView> lines, Page.Info page) {}

    static StatementView of(StatementUploaded e) {
        return new StatementView(
                e.statementId().value(),
                e.providerId().value(),
                e.reference(),
                "UPLOADED",
                e.from(),
                e.to(),
                e.tolerance(),
                e.digest(),
                e.position(),
                e.summary(),
                e.by(),
                e.at(),
                null,
                null,
                List.of());
    }

    /** What would be uploaded. */
    static StatementView dryRun(StatementUploaded e) {
        StatementView view = of(e);
        return new StatementView(
                null,
                view.providerId,
                view.reference,
                "DRY_RUN",
                view.from,
                view.to,
                view.tolerance,
                view.digest,
                view.matchedAt,
                view.summary,
                view.uploadedBy,
                view.uploadedAt,
                null,
                null,
                List.of());
    }

    static StatementView of(StatementRow row) {
        return new StatementView(
                row.statementId(),
                row.providerId(),
                row.reference(),
                row.state().name(),
                row.from(),
                row.to(),
                row.tolerance(),
                row.digest(),
                row.matchedAt(),
                row.summary(),
                row.uploadedBy(),
                row.uploadedAt(),
                row.appliedBy(),
                row.applied(),
                row.runs().stream().map(RunView::of).toList());
    }

    WithLines with(Matched matched) {
        List<LineView> lines = matched.first().stream()
                .map(line -> LineView.of(line, reference))
                .toList();
        String next = matched.hasMore() && statementId != null
                ? StatementsController.cursor(statementId, lines.getLast().line())
                : null;
        return new WithLines(this, lines, new Page.Info(matched.hasMore(), next));
    }
}
