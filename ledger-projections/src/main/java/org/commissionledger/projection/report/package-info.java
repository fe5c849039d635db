/** Reports: what every report is made of, and how any of them is read as of a position of the history. */
@NullMarked
package org.commissionledger.projection.report;

import org.jspecify.annotations.NullMarked;
