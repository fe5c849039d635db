/** Webhooks: endpoints over HTTP, and the node's part in telling them what happened. */
@NullMarked
package org.commissionledger.api.webhooks;

import org.jspecify.annotations.NullMarked;
