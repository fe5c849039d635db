package org.commissionledger.projection.engine;

/**
 * A row of a projection that does not follow from the history, or one that does and is missing.
 *
 * @param table with its schema
 * @param row as text, column by column
 * @param stands whether the row stands in the table; otherwise it should
 */
public record Difference(String table, String row, boolean stands) {}
