package org.commissionledger.api.statements;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.commissionledger.api.reports.CsvRows;
import org.commissionledger.api.reports.FileRows;
import org.commissionledger.api.reports.XlsxRows;
import org.commissionledger.order.OrderId;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.statement.Settlement;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementLine;
import org.jspecify.annotations.Nullable;

/** The lines of a statement in the form of the reports: amounts in major units beside their currency, times in UTC. */
final class LinesFile {

    private static final List<Column> COLUMNS = List.of(
            Column.count("line", "Its number."),
            Column.text("orderIds", "The orders that it names, with ; between."),
            Column.text("outcome", "How it compares with the ledger."),
            Column.text("reason", "Why there is no command."),
            Column.currency(),
            Column.amount("amount", "Stated by the provider."),
            Column.amount("expected", "Pending in the ledger."),
            Column.time("at", "When, as the provider says."),
            Column.text("proposal", "confirm, reverse, review or none."),
            Column.amount("settled", "By the proposed commands."),
            Column.text("reference", "Of the statement."),
            Column.text("refused", "What the state did not allow when it was applied."));

    private final FileRows rows;
    private final String reference;

    private LinesFile(FileRows rows, String reference) {
        this.rows = rows;
        this.reference = reference;
    }

    static LinesFile csv(OutputStream out, String reference) throws IOException {
        return new LinesFile(new CsvRows(out, ZoneOffset.UTC, COLUMNS), reference);
    }

    static LinesFile xlsx(OutputStream out, String reference) throws IOException {
        return new LinesFile(new XlsxRows(out, "statement", ZoneOffset.UTC, COLUMNS), reference);
    }

    void add(LineRow row) {
        StatementLine line = row.line();
        rows.count(line.line())
                .text(line.orders().stream().map(OrderId::value).collect(Collectors.joining(";")))
                .text(line.outcome().name())
                .text(line.reason() == null ? null : line.reason().name())
                .text(line.currency().getCurrencyCode());
        amount(line.amount(), line.currency());
        amount(LineView.expected(line), line.currency());
        rows.time(line.at()).text(LineView.Proposal.of(line).toString());
        amount(settled(line), line.currency());
        rows.text(reference)
                .text(row.refusals().stream().map(Refusal::code).distinct().collect(Collectors.joining(";")))
                .end();
    }

    private static @Nullable Long settled(StatementLine line) {
        return line.settlements().isEmpty()
                ? null
                : (Long) line.settlements().stream()
                        .mapToLong(Settlement::amount)
                        .reduce(0, Math::addExact);
    }

    private Rows amount(@Nullable Long minor, Currency currency) {
        return minor == null ? rows.empty() : rows.amount(minor, currency);
    }

    void finish() throws IOException {
        rows.finish();
    }
}
