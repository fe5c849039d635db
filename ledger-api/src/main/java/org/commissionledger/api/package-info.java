/** The service: HTTP, security, configuration. */
@NullMarked
package org.commissionledger.api;

import org.jspecify.annotations.NullMarked;
