package org.commissionledger.projection.report;

import java.util.Map;

/**
 * From a row of a report to what its figures are made of.
 *
 * @param name of the link
 * @param path with columns of the row in braces
 * @param parameters by name: which column has the value; one that is empty in the row is left out
 * @param sameBasis whether what it leads to has the report's filters, too, and can be made from the same position
 */
public record Drill(String name, String path, String description, Map<String, String> parameters, boolean sameBasis) {}
