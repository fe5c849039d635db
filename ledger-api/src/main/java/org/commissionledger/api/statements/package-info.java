/** Providers' statements over HTTP: upload, read, apply, and how each provider's files are read. */
@NullMarked
package org.commissionledger.api.statements;

import org.jspecify.annotations.NullMarked;
