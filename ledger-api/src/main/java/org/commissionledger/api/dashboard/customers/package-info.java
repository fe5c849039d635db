/** Customers and their timelines on screen. */
@NullMarked
package org.commissionledger.api.dashboard.customers;

import org.jspecify.annotations.NullMarked;
