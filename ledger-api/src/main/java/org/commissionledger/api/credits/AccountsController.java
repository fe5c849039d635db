package org.commissionledger.api.credits;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountState;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.UnknownAccount;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.Balance;
import org.commissionledger.projection.credits.BalanceQueries;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.credits.EntryQueries;
import org.commissionledger.projection.credits.EntryType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Credit accounts: open and change, list, balances at any moment, movements. */
@RestController
class AccountsController {

    private static final int NAME = 200;
    private static final long NEWEST = -1;

    private final Writes writes;
    private final CreditDrafts drafts;
    private final Accounts accounts;
    private final AccountQueries queries;
    private final BalanceQueries balances;
    private final EntryQueries entries;
    private final Clock clock;

    AccountsController(
            Writes writes,
            CreditDrafts drafts,
            Accounts accounts,
            AccountQueries queries,
            BalanceQueries balances,
            EntryQueries entries,
            Clock clock) {
        this.writes = writes;
        this.drafts = drafts;
        this.accounts = accounts;
        this.queries = queries;
        this.balances = balances;
        this.entries = entries;
        this.clock = clock;
    }

    @PutMapping("/v1/accounts/{accountId}")
    ResponseEntity<String> put(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        AccountId id = new AccountId(Accounts.valid("accountId", accountId));
        Fields fields = Writes.fields(Writes.body(request));
        String name = fields.requiredText("name", NAME);
        AccountType type = fields.requiredOneOf("type", AccountType.class, Arrays.asList(AccountType.values()));
        AccountId partner = fields.id("partnerId", AccountId::new);
        Currency currency = CreditRequests.requiredCurrency(fields);
        Long limit = overdraftLimit(fields, currency);
        fields.done();
        if (type == null || currency == null) {
            throw new IllegalStateException("checked above");
        }
        AccountFacts account = new AccountFacts(id, type, partner, currency);
        Instant now = clock.instant();
        return writes.put(
                caller,
                request,
                drafts.open(caller.organisation(), account, name, limit == null ? 0 : limit, now, now),
                (result, receipt) -> Answer.ok(AccountView.of(state(result))));
    }

    /** Minor units of the account's currency, or the same as money. */
    private static @Nullable Long overdraftLimit(Fields fields, @Nullable Currency currency) {
        Long limit;
        if (fields.isObject("overdraftLimit")) {
            Money money = fields.money("overdraftLimit", "overdraftLimit", "request.invalid-amount");
            if (money != null && !money.currency().equals(currency)) {
                fields.error(
                        "overdraftLimit", "request.invalid-amount", "The limit is in the currency of the account.");
            }
            limit = money == null ? null : Long.valueOf(money.amount());
        } else {
            limit = fields.whole("overdraftLimit", "request.invalid-amount");
        }
        if (limit != null && limit < 0) {
            fields.error("overdraftLimit", "request.invalid-amount", "The limit is zero or more minor units.");
        }
        return limit;
    }

    private static AccountState state(Result result) {
        if (result.value() instanceof AccountState state) {
            return state;
        }
        throw new IllegalStateException("opening an account answers with the account");
    }

    @GetMapping("/v1/accounts/{accountId}")
    @ReadsProjection(CreditsProjection.NAME)
    AccountView get(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        new Query(request).done();
        return AccountView.of(accounts.require(caller, accountId));
    }

    @GetMapping("/v1/accounts")
    @ReadsProjection(CreditsProjection.NAME)
    Page<AccountView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        String type = query.oneOf("type", AccountType.values());
        String partner = query.id("partnerId");
        Paging paging = Paging.last(query, "accounts", 1);
        String within = caller.role() == Role.PARTNER ? caller.accountId() : null;
        return paging.page(
                queries.list(
                        caller.organisation().value(),
                        new AccountQueries.Filter(type, partner, within),
                        paging.after(),
                        paging.oneMore()),
                AccountView::of,
                row -> List.of(row.accountId()));
    }

    @GetMapping("/v1/accounts/{accountId}/balance")
    @ReadsProjection(CreditsProjection.NAME)
    BalanceView balance(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        Query query = new Query(request);
        Instant asOf = query.time("asOf");
        Instant effectiveAsOf = query.time("effectiveAsOf");
        query.done();
        accounts.require(caller, accountId);
        Balance balance = balance(caller.organisation().value(), accountId, asOf, effectiveAsOf)
                .orElseThrow(UnknownAccount::new);
        return BalanceView.of(accountId, balance, effectiveAsOf);
    }

    private Optional<Balance> balance(
            String organisation, String accountId, @Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        Instant now = clock.instant();
        if (effectiveAsOf != null) {
            return balances.asOf(organisation, accountId, asOf == null ? now : asOf, effectiveAsOf);
        }
        return asOf == null ? balances.now(organisation, accountId, now) : balances.asOf(organisation, accountId, asOf);
    }

    private static EntryQueries.Part part(Query query) {
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        long position = query.whole("position", NEWEST, 0, Long.MAX_VALUE, "request.invalid-position");
        String type = query.oneOf("type", EntryType.values());
        return new EntryQueries.Part(from, to, position == NEWEST ? null : position, type);
    }

    @GetMapping("/v1/accounts/{accountId}/entries")
    @ReadsProjection(CreditsProjection.NAME)
    Page<EntryView> entries(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        Query query = new Query(request);
        Instant asOf = query.time("asOf");
        Instant effectiveAsOf = query.time("effectiveAsOf");
        EntryQueries.Part part = part(query);
        Paging paging = Paging.last(query, "entries", 2);
        EntryQueries.Place after = paging.place()
                .map(parts -> new EntryQueries.Place(Instant.parse(parts.get(0)), Long.parseLong(parts.get(1))))
                .orElse(null);
        accounts.require(caller, accountId);
        return paging.page(
                entries.list(
                        caller.organisation().value(),
                        accountId,
                        new EntryQueries.Selection(after, asOf, effectiveAsOf, part),
                        paging.oneMore()),
                EntryView::of,
                row -> List.of(row.recordedAt().toString(), Long.toString(row.position())));
    }
}
