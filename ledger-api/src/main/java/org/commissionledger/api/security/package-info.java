/** Who calls, and what each role may do. */
@NullMarked
package org.commissionledger.api.security;

import org.jspecify.annotations.NullMarked;
