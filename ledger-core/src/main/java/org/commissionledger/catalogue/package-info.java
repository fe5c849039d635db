/** Categories, providers, products with their commission plans, and integrations. */
@NullMarked
package org.commissionledger.catalogue;

import org.jspecify.annotations.NullMarked;
