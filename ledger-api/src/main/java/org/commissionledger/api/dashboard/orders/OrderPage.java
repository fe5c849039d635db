package org.commissionledger.api.dashboard.orders;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.dashboard.orders.OrderStory.Story;
import org.commissionledger.api.orders.OrderRequests;
import org.commissionledger.api.web.Caller;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.order.UnknownOrder;
import org.commissionledger.projection.orders.OrdersProjection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One order: what it is, what happened to it, what becomes of its commission. */
@Controller
class OrderPage {

    private static final List<String> PROJECTIONS = List.of(OrdersProjection.NAME);

    private final OrderStory stories;
    private final OrderRequests requests;
    private final FormActions actions;

    OrderPage(OrderStory stories, OrderRequests requests, FormActions actions) {
        this.stories = stories;
        this.requests = requests;
        this.actions = actions;
    }

    @GetMapping("/dashboard/orders/{orderId}")
    String order(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String orderId,
            Model model) {
        Story story = stories.tell(caller.organisation(), existing(orderId), page.asOfEnd());
        if (story == null) {
            throw new UnknownOrder();
        }
        boolean today = page.asOf() == null;
        boolean delivered = story.status() == OrderStatus.SUCCESSFUL;
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("story", story);
        model.addAttribute("key", UuidV7.next().toString());
        model.addAttribute("reasons", ReasonCode.values());
        model.addAttribute("step", step(story));
        model.addAttribute("mayMove", today && delivered && page.may("POST", "/dashboard/orders/{orderId}/confirm"));
        model.addAttribute(
                "maySetStatus", today && !delivered && page.may("POST", "/dashboard/orders/{orderId}/status"));
        return "dashboard/order";
    }

    /** The smallest amount of the order's currency, as fields for numbers want it. */
    private static String step(Story story) {
        int decimals = story.commission().currency().getDefaultFractionDigits();
        return decimals == 0 ? "1" : "0." + "0".repeat(decimals - 1) + "1";
    }

    private static OrderId existing(String orderId) {
        if (!Identifiers.isValid(orderId)) {
            throw new UnknownOrder();
        }
        return new OrderId(orderId);
    }

    @PostMapping("/dashboard/orders/{orderId}/confirm")
    String confirm(Caller caller, @PathVariable String orderId, HttpServletRequest request, RedirectAttributes told) {
        return move(caller, orderId, CommissionMove.CONFIRM, request, told, "The commission was confirmed.");
    }

    @PostMapping("/dashboard/orders/{orderId}/decline")
    String decline(Caller caller, @PathVariable String orderId, HttpServletRequest request, RedirectAttributes told) {
        return move(caller, orderId, CommissionMove.DECLINE, request, told, "The commission was declined.");
    }

    @PostMapping("/dashboard/orders/{orderId}/amend")
    String amend(Caller caller, @PathVariable String orderId, HttpServletRequest request, RedirectAttributes told) {
        return move(caller, orderId, CommissionMove.AMEND, request, told, "The commission was amended.");
    }

    @PostMapping("/dashboard/orders/{orderId}/reverse")
    String reverse(Caller caller, @PathVariable String orderId, HttpServletRequest request, RedirectAttributes told) {
        return move(caller, orderId, CommissionMove.REVERSE, request, told, "The commission was reversed.");
    }

    /** In the currency of the order: the form does not ask for it. */
    private String move(
            Caller caller,
            String orderId,
            CommissionMove move,
            HttpServletRequest request,
            RedirectAttributes told,
            String done) {
        OrderId order = existing(orderId);
        Story story = stories.tell(caller.organisation(), order, null);
        if (story == null) {
            throw new UnknownOrder();
        }
        return act(caller, orderId, request, told, done, form -> {
            form.money("amount", story.currency())
                    .text("reasonCode", "note", "reference")
                    .flag("final")
                    .flag("allowExcess");
            return requests.commission(caller, order, move, form.fields(), false);
        });
    }

    @PostMapping("/dashboard/orders/{orderId}/status")
    String status(Caller caller, @PathVariable String orderId, HttpServletRequest request, RedirectAttributes told) {
        OrderId order = existing(orderId);
        return act(
                caller,
                orderId,
                request,
                told,
                "The status was set.",
                form -> requests.status(
                        caller, order, form.text("status", "reason").fields()));
    }

    private String act(
            Caller caller,
            String orderId,
            HttpServletRequest request,
            RedirectAttributes told,
            String done,
            Function<Form, BulkItem> understood) {
        actions.carryOut(
                caller,
                request,
                told,
                done,
                () -> understood.apply(new Form(request)).drafting(),
                PROJECTIONS);
        return "redirect:/dashboard/orders/" + orderId;
    }
}
