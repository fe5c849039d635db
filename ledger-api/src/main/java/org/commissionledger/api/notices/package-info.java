/** What the people of an organisation should know of without looking for it. */
@NullMarked
package org.commissionledger.api.notices;

import org.jspecify.annotations.NullMarked;
