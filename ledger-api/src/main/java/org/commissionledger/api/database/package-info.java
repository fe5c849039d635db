/** Which PostgreSQL the service works on: its own, or the one that is given. */
@NullMarked
package org.commissionledger.api.database;

import org.jspecify.annotations.NullMarked;
