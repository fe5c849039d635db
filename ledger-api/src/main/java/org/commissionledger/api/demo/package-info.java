/** The demo history of a first start. */
@NullMarked
package org.commissionledger.api.demo;

import org.jspecify.annotations.NullMarked;
