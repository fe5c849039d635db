/** What an anonymous customer is called on a screen. */
@NullMarked
package org.commissionledger.pseudonym;

import org.jspecify.annotations.NullMarked;
