/** Revenue, line by line: what was paid and taken back of commissions, and what was used. */
@NullMarked
package org.commissionledger.projection.revenue;

import org.jspecify.annotations.NullMarked;
