/** What the tests of all modules share: a real database and a ledger on it. */
@NullMarked
package org.commissionledger.testing;

import org.jspecify.annotations.NullMarked;
