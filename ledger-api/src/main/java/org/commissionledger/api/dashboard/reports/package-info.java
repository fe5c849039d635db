/** Reports as pages: their conditions, rows, totals and exports. */
@NullMarked
package org.commissionledger.api.dashboard.reports;

import org.jspecify.annotations.NullMarked;
