/** Settings of the organisation: how it presents itself, its API clients and its webhooks. */
@NullMarked
package org.commissionledger.api.dashboard.settings;

import org.jspecify.annotations.NullMarked;
