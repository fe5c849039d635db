/** Organisations, their settings, and the clients that may call in their name. */
@NullMarked
package org.commissionledger.organisation;

import org.jspecify.annotations.NullMarked;
