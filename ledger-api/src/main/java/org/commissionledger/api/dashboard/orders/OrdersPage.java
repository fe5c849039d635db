package org.commissionledger.api.dashboard.orders;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.LiveUpdate;
import org.commissionledger.api.dashboard.orders.OrderList.Orders;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The list of orders, which moves as things happen, and what its orders come to; an order's identifier leads to its page. */
@Controller
class OrdersPage {

    private static final String PATH = "/dashboard/orders";
    private static final String FIGURES = "/dashboard/parts/order-figures";

    private final OrderList list;
    private final Choices choices;
    private final LiveUpdate live;

    OrdersPage(OrderList list, Choices choices, LiveUpdate live) {
        this.list = list;
        this.choices = choices;
        this.live = live;
    }

    /** What a request asks for, by the names that the address has. */
    private record Asked(
            DayRange days, OrderFilter filter, @Nullable String cursor) {

        static Asked read(Query query, DashboardPage page) {
            DayRange days = DayRange.read(query, page.format());
            OrderFilter filter = new OrderFilter(
                    days.start(),
                    days.end(),
                    query.oneOf("status", OrderStatus.values()),
                    query.oneOf("commissionStatus", CommissionStatus.values()),
                    query.id("categoryId"),
                    query.id("providerId"),
                    query.id("productId"),
                    query.id("integrationId"),
                    query.id("customerId"));
            String cursor = query.cursor();
            query.text("asOf");
            return new Asked(days, filter, cursor);
        }
    }

    @GetMapping(PATH)
    String orders(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String order = query.id("orderId");
        Asked asked = Asked.read(query, page);
        query.done();
        if (order != null) {
            return "redirect:" + page.link(PATH + "/" + order);
        }
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("position", list.position(caller, page.asOfEnd()));
        model.addAttribute("statuses", OrderStatus.values());
        model.addAttribute("commissionStatuses", CommissionStatus.values());
        model.addAttribute("products", choices.of(caller, "product"));
        model.addAttribute("providers", choices.of(caller, "provider"));
        model.addAttribute("integrations", choices.of(caller, "integration"));
        model.addAttribute("categories", choices.of(caller, "category"));
        if (page.may("GET", FIGURES)) {
            model.addAttribute("figures", list.figures(caller, asked.filter(), page.asOfEnd()));
        }
        return show(caller, page, asked, model, "dashboard/orders");
    }

    private String show(Caller caller, DashboardPage page, Asked asked, Model model, String view) {
        Orders orders = list.page(caller, asked.filter(), page.asOfEnd(), asked.cursor());
        Address address = new Address(page, PATH);
        model.addAttribute("filter", asked.filter());
        model.addAttribute("days", asked.days());
        model.addAttribute("address", address);
        model.addAttribute("orders", orders.rows());
        model.addAttribute("next", orders.next());
        model.addAttribute("live", page.asOf() == null && asked.cursor() == null);
        return view;
    }

    /** The rows alone, once they show what the page has heard of. */
    @GetMapping("/dashboard/parts/orders")
    String rows(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        return show(caller, page, asked(caller, page, request), model, "dashboard/orders :: rows");
    }

    /** The figures alone. */
    @GetMapping(FIGURES)
    String figures(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Asked asked = asked(caller, page, request);
        model.addAttribute("figures", list.figures(caller, asked.filter(), page.asOfEnd()));
        return "dashboard/orders :: figures";
    }

    private Asked asked(Caller caller, DashboardPage page, HttpServletRequest request) {
        Query query = new Query(request);
        Asked asked = Asked.read(query, page);
        live.await(caller, query, List.of(OrdersProjection.NAME));
        query.done();
        return asked;
    }
}
