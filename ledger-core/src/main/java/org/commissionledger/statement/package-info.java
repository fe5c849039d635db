/** What providers say that they owe, held against what the ledger expects: statements, how they match, and how they are settled. */
@NullMarked
package org.commissionledger.statement;

import org.jspecify.annotations.NullMarked;
