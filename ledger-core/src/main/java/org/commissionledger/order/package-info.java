/** Orders and the commission that is owed for them: commands, events, rules. */
@NullMarked
package org.commissionledger.order;

import org.jspecify.annotations.NullMarked;
