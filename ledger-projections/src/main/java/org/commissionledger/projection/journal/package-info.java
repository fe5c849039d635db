/** Double entry: postings and the trial balance. */
@NullMarked
package org.commissionledger.projection.journal;

import org.jspecify.annotations.NullMarked;
