/** Orders and their commissions on screen: list, single order, bulk. */
@NullMarked
package org.commissionledger.api.dashboard.orders;

import org.jspecify.annotations.NullMarked;
