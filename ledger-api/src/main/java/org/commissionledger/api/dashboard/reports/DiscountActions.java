package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.commissionledger.api.credits.DiscountRequests;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.credit.DiscountDrafts;
import org.commissionledger.credit.UnknownAccount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.UnknownDiscount;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.credits.DiscountQueries;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What may be done from the page of discounts: grant one, revoke one. */
@Controller
class DiscountActions {

    /** The page says what a discount gave, which is read from revenue. */
    private static final List<String> PROJECTIONS = List.of(CreditsProjection.NAME, RevenueProjection.NAME);

    private static final String BACK = "redirect:/dashboard/reports/discounts";

    private final FormActions actions;
    private final DiscountDrafts drafts;
    private final AccountQueries accounts;
    private final DiscountQueries discounts;
    private final Clock clock;

    DiscountActions(
            FormActions actions,
            DiscountDrafts drafts,
            AccountQueries accounts,
            DiscountQueries discounts,
            Clock clock) {
        this.actions = actions;
        this.drafts = drafts;
        this.accounts = accounts;
        this.discounts = discounts;
        this.clock = clock;
    }

    @PostMapping("/dashboard/reports/discounts/grant")
    String grant(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            RedirectAttributes told) {
        actions.carryOut(
                caller, request, told, "The discount was granted.", () -> grant(caller, page, request), PROJECTIONS);
        return BACK;
    }

    /** Percentages and amounts come as people write them; the range is of whole days. */
    private Drafting grant(Caller caller, DashboardPage page, HttpServletRequest request) {
        Form form = new Form(request);
        String given = form.value("discountId");
        DiscountId id = new DiscountId(given == null ? UuidV7.next().toString() : valid(given));
        if (form.value("amount") != null && form.value("percent") != null) {
            throw BadRequest.field("percent", "request.invalid-value", "A percentage or a fixed amount, not both.");
        }
        form.text("accountId", "partnerId", "productId")
                .day("from", page.format().zone())
                .day("to", page.format().zone());
        if (form.value("amount") == null) {
            form.body().put("type", "PERCENT").put("basisPoints", form.basisPoints("percent"));
        } else {
            form.body().put("type", "FIXED");
            form.money("amount", currency(caller, form));
        }
        Drafting grant = drafts.put(caller.organisation(), DiscountRequests.read(id, form.fields()), clock.instant());
        return () -> {
            if (discounts
                    .find(caller.organisation().value(), id.value(), clock.instant())
                    .isPresent()) {
                throw new AlreadyGranted(id);
            }
            return grant.draft();
        };
    }

    /** A fixed amount is in the currency of the account, or of the partner whose customers get it. */
    private String currency(Caller caller, Form form) {
        String owner = form.value("accountId") == null ? form.value("partnerId") : form.value("accountId");
        return accounts.find(caller.organisation().value(), owner == null ? "" : owner)
                .orElseThrow(UnknownAccount::new)
                .currency();
    }

    private static String valid(String id) {
        if (!Identifiers.isValid(id)) {
            throw new UnknownDiscount();
        }
        return id;
    }

    @PostMapping("/dashboard/reports/discounts/{discountId}/revoke")
    String revoke(Caller caller, @PathVariable String discountId, HttpServletRequest request, RedirectAttributes told) {
        actions.carryOut(
                caller,
                request,
                told,
                "The discount was revoked.",
                () -> drafts.revoke(caller.organisation(), new DiscountId(valid(discountId)), clock.instant()),
                PROJECTIONS);
        return BACK;
    }
}
