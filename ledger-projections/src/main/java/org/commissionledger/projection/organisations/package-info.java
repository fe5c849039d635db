/** Organisations, their settings and their clients. */
@NullMarked
package org.commissionledger.projection.organisations;

import org.jspecify.annotations.NullMarked;
