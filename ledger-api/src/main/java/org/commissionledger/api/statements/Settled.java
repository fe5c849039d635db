package org.commissionledger.api.statements;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commissionledger.order.OrderId;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.jspecify.annotations.Nullable;

/** What the commands of a statement came to, window after window. */
final class Settled {

    private final List<Told> results = new ArrayList<>();
    private long accepted;
    private long unchanged;
    private long rejected;

    /** What became of a command. */
    enum Outcome {
        ACCEPTED,
        UNCHANGED,
        REJECTED;

        @JsonCreator
        static Outcome of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A command that was not accepted.
     *
     * @param index its place among the commands, from 0
     */
    record Told(
            long index,
            int line,
            String id,
            Outcome outcome,
            @Nullable String code,
            @Nullable String detail) {

        Told behind(long others) {
            return new Told(index + others, line, id, outcome, code, detail);
        }
    }

    /** The stored answer of a window, and the form of the whole answer. */
    record Counted(long accepted, long unchanged, long rejected, List<Told> results) {}

    void add(Counted window) {
        long before = accepted + unchanged + rejected;
        window.results().forEach(told -> results.add(told.behind(before)));
        accepted += window.accepted();
        unchanged += window.unchanged();
        rejected += window.rejected();
    }

    long accepted() {
        return accepted;
    }

    long unchanged() {
        return unchanged;
    }

    long rejected() {
        return rejected;
    }

    Counted answer() {
        return new Counted(accepted, unchanged, rejected, results);
    }

    List<Refusal> refusals() {
        return results.stream()
                .filter(told -> told.code() != null)
                .map(told -> new Refusal(told.line(), new OrderId(told.id()), String.valueOf(told.code())))
                .toList();
    }
}
