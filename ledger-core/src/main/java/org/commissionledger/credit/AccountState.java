package org.commissionledger.credit;

/** A credit account as it stands. */
public record AccountState(AccountFacts account, String name, CreditFigures figures) {}
