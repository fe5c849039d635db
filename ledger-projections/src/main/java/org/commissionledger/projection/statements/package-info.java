/** Providers' statements with their lines, and how each provider's files are read. */
@NullMarked
package org.commissionledger.projection.statements;

import org.jspecify.annotations.NullMarked;
