/** Benchmarks: each measures something beside the product in the same run, on the same server. */
@NullMarked
package org.commissionledger.bench;

import org.jspecify.annotations.NullMarked;
