package org.commissionledger.projection.report;

/** A report was asked for as of a position that its projections have not reached. */
public final class ReportBehindException extends RuntimeException {

    ReportBehindException(String report) {
        super(report, null, false, false);
    }
}
