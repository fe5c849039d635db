package org.commissionledger.projection.credits;

import java.util.List;
import org.commissionledger.credit.AccountType;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/** Which accounts the reports on credit are about. */
final class CreditParameters {

    static final List<Parameter> ACCOUNTS = List.of(
            Parameter.oneOf("type", AccountType.values(), "Only accounts of this type."),
            Parameter.id("accountId", "Only this account."),
            Parameter.id("partnerId", "Only this partner's account and those of its customers."));

    private CreditParameters() {}

    /** Conditions on the columns of {@code ledger_credits.account a}; a partner sees its own account and its customers'. */
    static Select ofAccounts(Select select, Selection selection) {
        select.and("a.type = ?", selection.filter("type")).and("a.account_id = ?", selection.filter("accountId"));
        ofPartner(select, selection.filter("partnerId"));
        return ofPartner(select, selection.accountId());
    }

    static Select ofPartner(Select select, @Nullable String partner) {
        return partner == null ? select : select.add(" and (a.account_id = ? or a.partner_id = ?)", partner, partner);
    }
}
