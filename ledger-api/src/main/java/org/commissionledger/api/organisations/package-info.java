/** Organisations, their settings and clients over HTTP. */
@NullMarked
package org.commissionledger.api.organisations;

import org.jspecify.annotations.NullMarked;
