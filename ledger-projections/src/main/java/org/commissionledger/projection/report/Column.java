package org.commissionledger.projection.report;

/**
 * One column of a report: the same in every format, and in the published contract.
 *
 * @param name in camelCase
 * @param description for those who read the contract
 * @param key whether the report is ordered by it: see {@link Reading#after()}
 */
public record Column(String name, Kind kind, String description, boolean key) {

    /** What a cell holds; any may be empty. */
    public enum Kind {
        TEXT,
        /** A moment; shown in the timezone that was asked for. */
        TIME,
        /** A day. */
        DATE,
        /** Money in the currency that the row's column {@code currency} names. */
        AMOUNT,
        /** A whole number. */
        COUNT
    }

    public static Column text(String name, String description) {
        return new Column(name, Kind.TEXT, description, false);
    }

    public static Column time(String name, String description) {
        return new Column(name, Kind.TIME, description, false);
    }

    public static Column date(String name, String description) {
        return new Column(name, Kind.DATE, description, false);
    }

    public static Column amount(String name, String description) {
        return new Column(name, Kind.AMOUNT, description, false);
    }

    public static Column count(String name, String description) {
        return new Column(name, Kind.COUNT, description, false);
    }

    /** The column that every report with amounts has. */
    public static Column currency() {
        return text("currency", "The ISO 4217 currency of the row's amounts.");
    }

    /** The same as one of the columns that the report is ordered by. */
    public Column asKey() {
        return new Column(name, kind, description, true);
    }
}
