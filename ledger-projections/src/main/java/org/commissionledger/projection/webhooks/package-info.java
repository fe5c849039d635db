/** What each endpoint is to be told, in order, once; and how telling it went. */
@NullMarked
package org.commissionledger.projection.webhooks;

import org.jspecify.annotations.NullMarked;
