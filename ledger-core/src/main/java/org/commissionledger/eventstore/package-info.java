/** The event store: group-commit appender, gapless positions, hash chain, stable event names. */
@NullMarked
package org.commissionledger.eventstore;

import org.jspecify.annotations.NullMarked;
