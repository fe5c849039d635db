package org.commissionledger.discount;

/**
 * The discount that a usage got, as it was then.
 *
 * @param given minor units of the usage's currency, more than zero
 */
public record DiscountGiven(DiscountId discountId, DiscountTerms terms, long given) {}
