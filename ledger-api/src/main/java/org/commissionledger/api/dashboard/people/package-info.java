/** The users of the organisation. */
@NullMarked
package org.commissionledger.api.dashboard.people;

import org.jspecify.annotations.NullMarked;
