package org.commissionledger.statement;

import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.statement.StatementEvent.ApplyBegun;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.jspecify.annotations.Nullable;

/**
 * @param applied what was selected by the runs that are over, in their order
 * @param begun the run that is under way; null where none is
 */
public record StatementState(
        StatementUploaded upload,
        List<StatementSelection> applied,
        @Nullable ApplyBegun begun) {

    /** Where a statement stands. */
    public enum Phase {
        UPLOADED,
        APPLYING,
        APPLIED
    }

    StatementState beginning(ApplyBegun run) {
        return new StatementState(upload, applied, run);
    }

    StatementState finished() {
        return begun == null
                ? this
                : new StatementState(
                        upload,
                        Stream.concat(applied.stream(), Stream.of(begun.selection()))
                                .toList(),
                        null);
    }

    /** The number of the run that is under way or comes next, from 1. */
    public int run() {
        return applied.size() + 1;
    }

    /** Whether no run before had the line. */
    public boolean isLeft(StatementLine line) {
        return applied.stream().noneMatch(before -> before.includes(line.line(), line.outcome()));
    }
}
