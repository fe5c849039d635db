package org.commissionledger.credit;

import java.util.Objects;
import org.commissionledger.credit.CreditCommand.OpenAccount;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/** What an account may be, and what of it may change. */
final class AccountRules {

    private AccountRules() {}

    static AccountOpened open(OpenAccount c) {
        requireSound(c);
        return new AccountOpened(c.account(), c.name(), CreditFigures.opened(c.overdraftLimit()), c.at());
    }

    /** Null when nothing changes. A limit below what is overdrawn is allowed: it only keeps the next usage from going further. */
    static @Nullable CreditEvent change(CreditState state, OpenAccount c) {
        requireSound(c);
        requireSame(state.account(), c.account());
        CreditFigures figures = state.figures();
        if (state.name().equals(c.name()) && figures.overdraftLimit() == c.overdraftLimit()) {
            return null;
        }
        return new AccountChanged(state.account(), c.name(), figures.limitedTo(c.overdraftLimit()), c.at());
    }

    private static void requireSound(OpenAccount c) {
        AccountFacts account = c.account();
        if (account.type() == AccountType.PARTNER && account.partnerId() != null) {
            throw InvalidCredit.value("partnerId", "A partner's account belongs to no other partner.");
        }
        if (c.overdraftLimit() < 0) {
            throw InvalidCredit.negative("overdraftLimit");
        }
        if (c.overdraftLimit() > CreditFigures.MOST) {
            throw new AmountTooLarge();
        }
    }

    private static void requireSame(AccountFacts opened, AccountFacts wanted) {
        if (!opened.currency().equals(wanted.currency())) {
            throw AccountFixed.currency(opened);
        }
        if (opened.type() != wanted.type()) {
            throw AccountFixed.type(opened);
        }
        if (!Objects.equals(opened.partnerId(), wanted.partnerId())) {
            throw AccountFixed.partner();
        }
    }

    /** Every amount that is moved is more than nothing, and in the account's currency. */
    static void requireAmount(AccountFacts account, Money amount) {
        if (!amount.isPositive()) {
            throw InvalidCredit.notPositive("amount");
        }
        if (!amount.currency().equals(account.currency())) {
            throw new CreditCurrencyMismatch(amount.currency(), account.currency());
        }
    }
}
