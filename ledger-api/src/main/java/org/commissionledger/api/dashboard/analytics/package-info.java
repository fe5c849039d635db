/** The landing page: customers and orders over time, tiles, and the funnel. */
@NullMarked
package org.commissionledger.api.dashboard.analytics;

import org.jspecify.annotations.NullMarked;
