/** What the tests of the service share: a started service on a real database, organisations of their own, clients that speak HTTP. */
@NullMarked
package org.commissionledger.api.testing;

import org.jspecify.annotations.NullMarked;
