package org.commissionledger.projection.report;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.commissionledger.projection.engine.Projection;

/** One report. Its route, its formats, its place in the contract and its being made again all follow from this. */
public interface Report {

    /** As in its path: {@code /v1/reports/{name}}. */
    String name();

    /** For the contract: what a row is. */
    String description();

    /** The projections that it reads. */
    List<String> projections();

    /** Whose positions say how far those projections have got. */
    default List<String> processors() {
        return List.of(Projection.LEDGER);
    }

    List<Parameter> parameters();

    /** What is wrong with parameters that are each right by themselves. */
    default Optional<Selection.Fault> fault(Selection selection) {
        return Optional.empty();
    }

    /** From each row to what its figures are made of, for those who read it as JSON. */
    default List<Drill> drills() {
        return List.of();
    }

    /** Every column that it can have, for the contract. */
    List<Column> columns();

    /** The columns that it has for what is asked, in order. */
    default List<Column> columns(Selection selection) {
        return columns();
    }

    /**
     * Gives the rows in an order that depends on nothing but their content. A report with key columns begins behind
     * {@link Reading#after()}; one without begins at the beginning, and who reads it skips.
     */
    void read(Reading reading, Selection selection, Rows rows) throws SQLException;
}
