package org.commissionledger.projection.revenue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.projection.report.Selection.Fault;

/** The period that is as long as the one that is asked for, and ends where that begins. */
final class PreviousPeriod {

    static final Parameter PARAMETER = Parameter.oneOf(
            "compare",
            List.of("previous"),
            "`previous`: beside the period that is as long and ends where this one begins.");

    private PreviousPeriod() {}

    static boolean isWanted(Selection selection) {
        return selection.has("compare", "previous");
    }

    static Optional<Fault> fault(Selection selection) {
        return isWanted(selection)
                ? selection.withoutRange("A period is compared with the one before it: it needs both ends.")
                : Optional.empty();
    }

    /** Both periods. */
    static Selection with(Selection selection) {
        return ranged(selection, start(selection), Objects.requireNonNull(selection.to()));
    }

    /** That period alone. */
    static Selection alone(Selection selection) {
        return ranged(selection, start(selection), Objects.requireNonNull(selection.from()));
    }

    private static Selection ranged(Selection of, Instant from, Instant to) {
        return new Selection(of.organisation(), from, to, of.happenedBefore(), of.accountId(), of.filters());
    }

    private static Instant start(Selection selection) {
        Instant from = Objects.requireNonNull(selection.from());
        return from.minus(Duration.between(from, Objects.requireNonNull(selection.to())));
    }

    static String of(Selection selection, Instant bookedAt) {
        return bookedAt.isBefore(Objects.requireNonNull(selection.from())) ? "PREVIOUS" : "CURRENT";
    }
}
