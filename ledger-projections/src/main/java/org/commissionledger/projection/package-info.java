/** What is read: one package a projection, each with its tables, its fold and its queries. */
@NullMarked
package org.commissionledger.projection;

import org.jspecify.annotations.NullMarked;
