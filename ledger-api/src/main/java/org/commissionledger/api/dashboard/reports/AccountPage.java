package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.UnknownAccount;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.AccountRow;
import org.commissionledger.projection.credits.Balance;
import org.commissionledger.projection.credits.BalanceQueries;
import org.commissionledger.projection.credits.CreditQueries;
import org.commissionledger.projection.credits.EntryQueries;
import org.commissionledger.projection.credits.EntryRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** One credit account: what it has, from which top-ups, what is held of it, and every movement. */
@Controller
class AccountPage {

    private static final int PAGE = 50;
    private static final int TOP_UPS = 100;
    private static final String LIST = "dashboard/account-entries";

    private final AccountQueries accounts;
    private final BalanceQueries balances;
    private final CreditQueries credits;
    private final EntryQueries entries;
    private final Clock clock;

    AccountPage(
            AccountQueries accounts,
            BalanceQueries balances,
            CreditQueries credits,
            EntryQueries entries,
            Clock clock) {
        this.accounts = accounts;
        this.balances = balances;
        this.credits = credits;
        this.entries = entries;
        this.clock = clock;
    }

    @GetMapping("/dashboard/reports/credits/accounts/{accountId}")
    String account(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String accountId,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        String organisation = caller.organisation().value();
        AccountRow account = accounts.find(organisation, accountId).orElseThrow(UnknownAccount::new);
        Instant now = clock.instant();
        Instant known = page.asOfEnd() == null ? null : page.asOfEnd().minus(ReportTables.LAST_MOMENT);
        Balance balance = (known == null
                        ? balances.now(organisation, accountId, now)
                        : balances.asOf(organisation, accountId, known))
                .orElseThrow(UnknownAccount::new);
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("account", account);
        model.addAttribute("balance", balance);
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        model.addAttribute("reasons", ReasonCode.values());
        model.addAttribute("categories", TopUpCategory.values());
        if (known == null) {
            model.addAttribute("topUps", credits.topUps(organisation, accountId, now, null, TOP_UPS));
            model.addAttribute("holds", credits.holds(organisation, accountId, now, null, TOP_UPS));
        }
        entries(organisation, accountId, cursor, known, model);
        return "dashboard/account-credit";
    }

    private void entries(
            String organisation, String accountId, @Nullable String cursor, @Nullable Instant known, Model model) {
        EntryQueries.Place after = Cursor.read(LIST, cursor, 2)
                .map(place -> new EntryQueries.Place(Instant.parse(place.get(0)), Long.parseLong(place.get(1))))
                .orElse(null);
        List<EntryRow> rows = entries.list(
                organisation,
                accountId,
                new EntryQueries.Selection(after, known, null, EntryQueries.Part.ALL),
                PAGE + 1);
        Page<EntryRow> shown = Page.of(
                rows,
                PAGE,
                Function.identity(),
                last -> Cursor.of(LIST, last.recordedAt().toString(), Long.toString(last.position())));
        model.addAttribute("entries", shown.data());
        model.addAttribute("next", shown.page().next());
    }
}
