/** Double entry: which balanced postings each event makes. */
@NullMarked
package org.commissionledger.journal;

import org.jspecify.annotations.NullMarked;
