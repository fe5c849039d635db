package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.credits.CreditRequests;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.credit.UnknownAccount;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What may be done from the page of credits: top up, and withdraw what is left of a top-up. */
@Controller
class CreditActions {

    private static final List<String> PROJECTIONS = List.of(CreditsProjection.NAME, RevenueProjection.NAME);

    private final FormActions actions;
    private final CreditRequests requests;
    private final AccountQueries accounts;

    CreditActions(FormActions actions, CreditRequests requests, AccountQueries accounts) {
        this.actions = actions;
        this.requests = requests;
        this.accounts = accounts;
    }

    @PostMapping("/dashboard/reports/credits/top-up")
    String topUp(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            RedirectAttributes told) {
        Form form = new Form(request);
        return act(caller, request, told, "The account was topped up.", "credit-top-ups", () -> {
            AccountId account = account(caller, form);
            form.money("amount", currency(caller, account))
                    .text("category")
                    .whole("priority")
                    .day("expiresAt", page.format().zone());
            return requests.topUp(caller, account, form.fields());
        });
    }

    @PostMapping("/dashboard/reports/credits/withdraw")
    String withdraw(Caller caller, HttpServletRequest request, RedirectAttributes told) {
        Form form = new Form(request);
        return act(caller, request, told, "What was left was withdrawn.", "credit-top-ups", () -> {
            AccountId account = account(caller, form);
            String topUp = form.value("topUpId");
            form.text("reasonCode", "note");
            return requests.voidTopUp(
                    caller, account, CreditRequests.existingTopUp(topUp == null ? "" : topUp), form.fields());
        });
    }

    private String act(
            Caller caller,
            HttpServletRequest request,
            RedirectAttributes told,
            String done,
            String report,
            Supplier<Drafting> command) {
        actions.carryOut(caller, request, told, done, command, PROJECTIONS);
        String account = request.getParameter("accountId");
        boolean fromItsPage = request.getParameter("back") != null && account != null && Identifiers.isValid(account);
        if (fromItsPage) {
            return "redirect:/dashboard/reports/credits/accounts/" + account;
        }
        String filters = request.getParameter("filters");
        boolean known = filters != null && filters.matches("[A-Za-z0-9_.:%+&=-]{1,2000}");
        return "redirect:/dashboard/reports/credits?" + (known ? filters : "report=" + report);
    }

    private AccountId account(Caller caller, Form form) {
        String id = form.value("accountId");
        return accounts.find(caller.organisation().value(), id == null ? "" : id)
                .map(row -> new AccountId(row.accountId()))
                .orElseThrow(UnknownAccount::new);
    }

    /** Money comes in the account's own currency: the form does not ask for it. */
    private String currency(Caller caller, AccountId account) {
        return accounts.find(caller.organisation().value(), account.value())
                .orElseThrow(UnknownAccount::new)
                .currency();
    }
}
