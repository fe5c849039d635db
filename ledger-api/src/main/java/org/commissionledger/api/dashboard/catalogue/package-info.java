/** Integrations and catalogue on screen. */
@NullMarked
package org.commissionledger.api.dashboard.catalogue;

import org.jspecify.annotations.NullMarked;
