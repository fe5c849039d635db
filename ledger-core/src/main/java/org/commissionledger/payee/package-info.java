/** Where payouts go: the bank details of an organisation, which are personal data. */
@NullMarked
package org.commissionledger.payee;

import org.jspecify.annotations.NullMarked;
