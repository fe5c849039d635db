/** Customers: who they are, their timelines, and how far they get in the funnel. */
@NullMarked
package org.commissionledger.projection.customers;

import org.jspecify.annotations.NullMarked;
