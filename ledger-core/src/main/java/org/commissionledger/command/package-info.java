/** The way of a command through the aggregates to its durable events. */
@NullMarked
package org.commissionledger.command;

import org.jspecify.annotations.NullMarked;
