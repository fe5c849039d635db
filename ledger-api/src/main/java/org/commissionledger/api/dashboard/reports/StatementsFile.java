package org.commissionledger.api.dashboard.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import org.commissionledger.api.reports.CsvRows;
import org.commissionledger.api.reports.FileRows;
import org.commissionledger.api.reports.XlsxRows;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.StatementSummary.Totals;

/** The list of statements in the form of the reports: a row for each statement and currency, amounts in major units beside it. */
final class StatementsFile {

    private static final List<Column> COLUMNS = List.of(
            Column.text("statementId", "Its identifier."),
            Column.text("reference", "What its provider calls it."),
            Column.text("providerId", "Whose it is."),
            Column.time("uploadedAt", "When it was uploaded."),
            Column.text("state", "UPLOADED, APPLYING or APPLIED, by the newest run."),
            Column.count("matched", "Lines that the ledger has the same."),
            Column.count("amountDiffers", "Lines of another amount than the ledger's."),
            Column.count("notInLedger", "Lines that the ledger has not."),
            Column.count("notInStatement", "Pending orders that are not stated."),
            Column.count("duplicate", "Lines that name what another one named."),
            Column.currency(),
            Column.amount("statedAmount", "By all lines but duplicates."),
            Column.amount("matchedAmount", "Of those that the ledger has the same."),
            Column.amount("toConfirm", "By the proposed commands."),
            Column.amount("toReverse", "By the proposed commands."),
            Column.amount("notInStatementAmount", "Pending and not stated."));

    private final FileRows rows;

    private StatementsFile(FileRows rows) {
        this.rows = rows;
    }

    static StatementsFile csv(OutputStream out, ZoneId zone) throws IOException {
        return new StatementsFile(new CsvRows(out, zone, COLUMNS));
    }

    static StatementsFile xlsx(OutputStream out, ZoneId zone) throws IOException {
        return new StatementsFile(new XlsxRows(out, "statements", zone, COLUMNS));
    }

    void add(StatementRow statement) {
        if (statement.summary().totals().isEmpty()) {
            begin(statement);
            rows.empty().empty().empty().empty().empty().empty().end();
        }
        for (Totals totals : statement.summary().totals()) {
            begin(statement);
            rows.text(totals.currency().getCurrencyCode())
                    .amount(totals.stated(), totals.currency())
                    .amount(totals.matched(), totals.currency())
                    .amount(totals.toConfirm(), totals.currency())
                    .amount(totals.toReverse(), totals.currency())
                    .amount(totals.notInStatement(), totals.currency())
                    .end();
        }
    }

    private void begin(StatementRow statement) {
        StatementSummary sum = statement.summary();
        rows.text(statement.statementId())
                .text(statement.reference())
                .text(statement.providerId())
                .time(statement.uploadedAt())
                .text(statement.state().name())
                .count(sum.matched())
                .count(sum.amountDiffers())
                .count(sum.notInLedger())
                .count(sum.notInStatement())
                .count(sum.duplicate());
    }

    void finish() throws IOException {
        rows.finish();
    }
}
