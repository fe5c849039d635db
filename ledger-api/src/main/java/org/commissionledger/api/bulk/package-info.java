/** Many items in one request, read as a stream. */
@NullMarked
package org.commissionledger.api.bulk;

import org.jspecify.annotations.NullMarked;
