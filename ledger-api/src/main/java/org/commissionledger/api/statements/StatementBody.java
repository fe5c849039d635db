package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.bulk.BulkForm;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.FieldError;
import org.commissionledger.api.web.Refused;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.StatedLine;
import org.jspecify.annotations.Nullable;

/** Gathers the lines of one body, and what is wrong with them. The first wrong ones end it: nothing of it is taken. */
final class StatementBody {

    /** In bytes; the lines of a statement are weighed together, so they are in memory together. */
    static final int LARGEST = 32 << 20;

    private static final int MOST_LINES = 200_000;
    private static final int MOST_ERRORS = 20;

    private final Cells cells;
    private final List<StatedLine> lines = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();
    private @Nullable Instant end;

    private StatementBody(ColumnMapping mapping) {
        this.cells = new Cells(mapping);
    }

    static void requireForm(HttpServletRequest request) {
        if (!BulkForm.CSV.isOf(request) && !BulkForm.JSON.isOf(request)) {
            throw Refused.unsupportedMediaType(
                    "text/csv with a header row, or application/json with {\"items\": [...]}");
        }
    }

    /**
     * @param mapping null for the plain form, which has no other columns than ours
     * @throws BadRequest naming line and field
     */
    static Stated read(HttpServletRequest request, byte[] body, @Nullable ColumnMapping mapping) {
        StatementBody statement = new StatementBody(mapping == null ? ColumnMapping.PLAIN : mapping);
        if (BulkForm.CSV.isOf(request)) {
            StatementCsv.read(body, mapping, statement);
        } else {
            StatementJson.read(body, statement);
        }
        statement.requireSound();
        return new Stated(statement.lines, statement.end);
    }

    private void requireSound() {
        if (!errors.isEmpty()) {
            throw BadRequest.of(errors);
        }
    }

    /** One line, by its cells; an empty one is null. */
    void take(
            Place place,
            @Nullable String order,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String at) {
        int before = errors.size();
        List<OrderId> orders = cells.orders(order, place, this);
        Currency of = cells.currency(currency, place, this);
        Long minor = of == null ? null : cells.amount(amount, of, place, this);
        Cells.Time time = cells.time(at, place, this);
        if (errors.size() == before && of != null && minor != null) {
            add(orders, Money.ofMinor(minor, of), time);
        }
    }

    void add(List<OrderId> orders, Money amount, Cells.@Nullable Time time) {
        if (lines.size() == MOST_LINES) {
            throw BadRequest.of("statement.too-many-lines", "A statement has at most " + MOST_LINES + " lines.");
        }
        lines.add(new StatedLine(lines.size() + 1, orders, amount, time == null ? null : time.at()));
        if (time != null) {
            end = end == null || time.end().isAfter(end) ? time.end() : end;
        }
    }

    void error(Place place, String field, String code, String detail) {
        errors.add(new FieldError(place.path() + field, code, place.name() + ": " + detail));
        if (errors.size() >= MOST_ERRORS) {
            requireSound();
        }
    }

    /** Where a line stands: in words, and in front of the name of a field. */
    record Place(String name, String path) {

        /** @param number as an editor counts them; the header is line 1 */
        static Place line(long number) {
            return new Place("Line " + number, "lines[" + number + "].");
        }

        /** @param index from 0 */
        static Place item(int index) {
            return new Place("Item " + index, "items[" + index + "].");
        }
    }
}
