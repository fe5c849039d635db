/** The history over HTTP. */
@NullMarked
package org.commissionledger.api.audit;

import org.jspecify.annotations.NullMarked;
