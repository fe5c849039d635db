/** Who the customers are, what they did, how far they got. */
@NullMarked
package org.commissionledger.api.journeys;

import org.jspecify.annotations.NullMarked;
