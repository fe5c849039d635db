/** Orders and commissions over HTTP. */
@NullMarked
package org.commissionledger.api.orders;

import org.jspecify.annotations.NullMarked;
