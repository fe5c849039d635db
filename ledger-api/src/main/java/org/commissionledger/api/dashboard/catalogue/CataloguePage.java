package org.commissionledger.api.dashboard.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.commissionledger.api.catalogue.CatalogueRequests;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.dashboard.catalogue.Entries.Listed;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Query;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/** Categories, providers, and products with their plans. */
@Controller
class CataloguePage {

    private static final int PAGE = 50;
    private static final String LIST = "dashboard/catalogue";
    private static final String PRODUCT = "product";
    private static final List<String> KINDS = List.of(PRODUCT, "category", "provider");

    private final Entries entries;
    private final Choices choices;
    private final CatalogueRequests requests;
    private final FormActions actions;

    CataloguePage(Entries entries, Choices choices, CatalogueRequests requests, FormActions actions) {
        this.entries = entries;
        this.choices = choices;
        this.requests = requests;
        this.actions = actions;
    }

    @GetMapping("/dashboard/catalogue")
    String catalogue(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String wanted = query.oneOf("kind", KINDS);
        String kind = wanted == null ? PRODUCT : wanted;
        String edited = query.id("edit");
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        String after = Cursor.read(LIST, cursor, 1).map(List::getFirst).orElse("");
        Listed listed = entries.list(caller, kind, after, PAGE, page.asOfEnd());
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("kinds", KINDS);
        model.addAttribute("kind", kind);
        model.addAttribute("entries", listed.entries());
        model.addAttribute("address", new Address(page));
        model.addAttribute(
                "edited",
                edited == null ? null : entries.find(caller, kind, edited, null).orElse(null));
        model.addAttribute("categories", choices.of(caller, "category"));
        model.addAttribute("providers", choices.of(caller, "provider"));
        model.addAttribute("key", UuidV7.next().toString());
        if (listed.next() != null) {
            model.addAttribute("next", Cursor.of(LIST, listed.next()));
        }
        return "dashboard/catalogue";
    }

    @PostMapping("/dashboard/catalogue/category")
    String category(Caller caller, HttpServletRequest request, RedirectAttributes told) {
        Form form = new Form(request);
        return put(
                caller,
                request,
                told,
                "category",
                form,
                () -> requests.category(caller, id(form), form.text("name").fields())
                        .drafting());
    }

    @PostMapping("/dashboard/catalogue/provider")
    String provider(Caller caller, HttpServletRequest request, RedirectAttributes told) {
        Form form = new Form(request);
        return put(
                caller,
                request,
                told,
                "provider",
                form,
                () -> requests.provider(caller, id(form), form.text("name").fields())
                        .drafting());
    }

    @PostMapping("/dashboard/catalogue/product")
    String product(Caller caller, HttpServletRequest request, RedirectAttributes told) {
        Form form = new Form(request);
        return put(caller, request, told, PRODUCT, form, () -> {
            form.text("name", "categoryId", "providerId");
            plan(form);
            return requests.product(caller, id(form), form.fields()).drafting();
        });
    }

    /** Without a type there is no plan, and no commission unless an order names one. */
    private static void plan(Form form) {
        String type = form.value("planType");
        if (type == null) {
            requireNoPlanMeant(form);
            return;
        }
        ObjectNode plan = form.body().putObject("commissionPlan").put("type", type);
        if (type.equals("PERCENT")) {
            plan.put("basisPoints", form.basisPoints("percent"));
        } else {
            form.money("fixed", form.value("currency"));
            plan.set("amount", form.body().remove("fixed"));
        }
    }

    /** Whoever chooses none takes the plan away whose figure still stands there; where there was no plan, a figure is meant to count. */
    private static void requireNoPlanMeant(Form form) {
        boolean figure = form.value("percent") != null || form.value("fixed") != null;
        if (figure && form.value("planned") == null) {
            throw BadRequest.field(
                    "commission", "request.invalid-value", "Say whether it is a percentage or a fixed amount.");
        }
    }

    private static String id(Form form) {
        String id = form.value("id");
        return id == null ? "" : id;
    }

    private String put(
            Caller caller,
            HttpServletRequest request,
            RedirectAttributes told,
            String kind,
            Form form,
            Supplier<Drafting> command) {
        boolean done = actions.carryOut(
                caller,
                request,
                told,
                "The " + kind + " was saved.",
                () -> AlreadyThere.unless(entries, caller, kind, form, id(form), command.get()),
                List.of(CatalogueProjection.NAME));
        boolean editsOn = !done && form.value("create") == null && Identifiers.isValid(id(form));
        return "redirect:/dashboard/catalogue?kind=" + kind + (editsOn ? "&edit=" + id(form) : "");
    }
}
