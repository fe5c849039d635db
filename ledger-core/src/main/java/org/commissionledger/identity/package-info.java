/** What names things: identifiers that clients choose, and those that the ledger makes. */
@NullMarked
package org.commissionledger.identity;

import org.jspecify.annotations.NullMarked;
