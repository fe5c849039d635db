/** Credit accounts: top-ups, what they are used for, holds, overdraft, expiry. */
@NullMarked
package org.commissionledger.credit;

import org.jspecify.annotations.NullMarked;
