package org.commissionledger.api.statements;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commissionledger.api.web.Fields;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementSelection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads which lines are to be applied. */
final class SelectionRequests {

    private static final int MOST_LINES = 5_000;

    private SelectionRequests() {}

    static StatementSelection read(Fields fields) {
        List<Integer> lines = fields.has("lines") ? lines(fields) : null;
        List<LineOutcome> outcomes = fields.has("outcomes") ? outcomes(fields) : null;
        fields.done();
        return new StatementSelection(lines, outcomes);
    }

    private static @Nullable List<Integer> lines(Fields fields) {
        Set<Integer> numbers = new TreeSet<>();
        for (JsonNode element : fields.requiredElements("lines", MOST_LINES)) {
            if (element.isInt() && element.intValue() > 0) {
                numbers.add(element.intValue());
            } else {
                fields.error("lines", "request.invalid-value", "The numbers of lines are expected.");
                return null;
            }
        }
        return List.copyOf(numbers);
    }

    private static @Nullable List<LineOutcome> outcomes(Fields fields) {
        Set<LineOutcome> outcomes = EnumSet.noneOf(LineOutcome.class);
        for (JsonNode element : fields.requiredElements("outcomes", LineOutcome.values().length)) {
            LineOutcome outcome = named(element);
            if (outcome == null) {
                fields.error(
                        "outcomes",
                        "request.invalid-value",
                        "Some of " + List.of(LineOutcome.values()) + " are expected.");
                return null;
            }
            outcomes.add(outcome);
        }
        return List.copyOf(outcomes);
    }

    private static @Nullable LineOutcome named(JsonNode element) {
        for (LineOutcome outcome : LineOutcome.values()) {
            if (element.isString() && outcome.name().equals(element.stringValue())) {
                return outcome;
            }
        }
        return null;
    }
}
