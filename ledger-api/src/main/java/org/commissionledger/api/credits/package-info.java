/** Credit accounts, usage, holds and discounts over HTTP, and the booking of what runs out. */
@NullMarked
package org.commissionledger.api.credits;

import org.jspecify.annotations.NullMarked;
