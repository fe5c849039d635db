package org.commissionledger.api.reports;

import java.io.IOException;
import org.commissionledger.projection.report.Rows;

/** Rows that become a file. */
public interface FileRows extends Rows {

    /** Writes what the kind of file still needs behind its last row. */
    void finish() throws IOException;
}
