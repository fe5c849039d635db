/** What would have become of the history under other rules: nothing of it is ever written. */
@NullMarked
package org.commissionledger.whatif;

import org.jspecify.annotations.NullMarked;
