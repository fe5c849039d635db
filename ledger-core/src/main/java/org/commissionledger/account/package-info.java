/** What a credit account is called, for all that speak of accounts: credit itself, and discounts. */
@NullMarked
package org.commissionledger.account;

import org.jspecify.annotations.NullMarked;
