package org.commissionledger.api.credits;

import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.credit.UnknownAccount;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.AccountRow;
import org.springframework.stereotype.Component;

/** Which accounts a caller may see: a PARTNER its own and its customers', everybody else all of the organisation. */
@Component
class Accounts {

    private final AccountQueries queries;

    Accounts(AccountQueries queries) {
        this.queries = queries;
    }

    /** @throws UnknownAccount for one that does not exist, and just so for one that the caller may not know of */
    AccountRow require(Caller caller, String accountId) {
        return queries.find(caller.organisation().value(), accountId)
                .filter(account -> maySee(caller, account))
                .orElseThrow(UnknownAccount::new);
    }

    private static boolean maySee(Caller caller, AccountRow account) {
        return caller.role() != Role.PARTNER
                || account.accountId().equals(caller.accountId())
                || caller.accountId() != null && caller.accountId().equals(account.partnerId());
    }

    /** To the ledger an identifier that cannot be is one that does not exist. */
    static AccountId existing(String accountId) {
        if (!Identifiers.isValid(accountId)) {
            throw new UnknownAccount();
        }
        return new AccountId(accountId);
    }

    /** For a path that names what is to be made. */
    static String valid(String field, String id) {
        if (!Identifiers.isValid(id)) {
            throw BadRequest.field(
                    field, "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return id;
    }
}
