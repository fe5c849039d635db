package org.commissionledger.credit;

/**
 * The answer to a command that moves credit.
 *
 * @param event what was recorded, now or when the same was asked for first
 * @param figures how the account stands now
 */
public record Movement(CreditEvent event, CreditFigures figures) {}
