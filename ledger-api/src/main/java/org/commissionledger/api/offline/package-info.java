/** What an auditor runs without the service: no Spring, no database, no secrets. */
@NullMarked
package org.commissionledger.api.offline;

import org.jspecify.annotations.NullMarked;
