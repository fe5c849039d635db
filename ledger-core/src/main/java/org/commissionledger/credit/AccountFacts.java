package org.commissionledger.credit;

import java.util.Currency;
import org.commissionledger.account.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What was fixed when the account was opened. Every event of the account repeats it, so that each explains itself and can be counted
 * under its partner and type without looking anything up.
 *
 * @param partnerId the partner that a customer's account belongs to, if any; never for a partner's own
 */
public record AccountFacts(
        AccountId accountId, AccountType type, @Nullable AccountId partnerId, Currency currency) {}
