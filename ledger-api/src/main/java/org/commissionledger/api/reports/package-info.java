/** Reports over HTTP, as JSON, CSV and Excel workbooks. */
@NullMarked
package org.commissionledger.api.reports;

import org.jspecify.annotations.NullMarked;
