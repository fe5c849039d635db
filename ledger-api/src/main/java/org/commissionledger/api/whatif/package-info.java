/** What would have been under other rules, over HTTP. */
@NullMarked
package org.commissionledger.api.whatif;

import org.jspecify.annotations.NullMarked;
