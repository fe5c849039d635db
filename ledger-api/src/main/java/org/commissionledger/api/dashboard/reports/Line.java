package org.commissionledger.api.dashboard.reports;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a report. */
public record Line(List<Cell> cells) {

    private Cell cell(String column) {
        return cells.stream()
                .filter(cell -> cell.column().name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the report has no column " + column));
    }

    public @Nullable String text(String column) {
        return (String) cell(column).value();
    }

    /** Of a cell that is never empty. */
    public String word(String column) {
        return String.valueOf(cell(column).value());
    }

    public Instant time(String column) {
        return cell(column).value() instanceof Instant time ? time : Instant.EPOCH;
    }

    /** In minor units; 0 where the cell is empty. */
    public BigInteger amount(String column) {
        return cell(column).value() instanceof BigInteger amount ? amount : BigInteger.ZERO;
    }

    /** What the row is about: the first that it names. */
    String name() {
        return cells.stream()
                .filter(cell -> cell.column().name().endsWith("Id") && cell.value() != null)
                .map(cell -> String.valueOf(cell.value()))
                .findFirst()
                .orElse("");
    }

    /** The key columns, as a report begins behind them. */
    List<String> keys() {
        return cells.stream()
                .filter(cell -> cell.column().key())
                .map(cell -> String.valueOf(cell.value()))
                .toList();
    }
}
