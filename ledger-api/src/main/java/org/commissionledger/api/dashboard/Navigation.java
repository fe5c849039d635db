package org.commissionledger.api.dashboard;

import java.util.List;
import org.commissionledger.api.security.PageRules;
import org.commissionledger.organisation.Role;

/** What the menu offers: of all pages those that the reader may open. */
public final class Navigation {

    /** Pages that belong together; the first group has no title. */
    public record Group(String title, List<Item> items) {}

    /** One page. */
    public record Item(String path, String title) {

        /** The name of its picture in {@code icons.svg}: the last part of the path. */
        public String icon() {
            return path.equals("/dashboard") ? "analytics" : path.substring(path.lastIndexOf('/') + 1);
        }

        /** Whether the reader is there, or further inside. */
        public boolean isOpen(String path) {
            return path.equals(this.path) || (!this.path.equals("/dashboard") && path.startsWith(this.path + "/"));
        }
    }

    private static final List<Group> ALL = List.of(
            new Group(
                    "",
                    List.of(
                            new Item("/dashboard", "Analytics"),
                            new Item("/dashboard/orders", "Orders"),
                            new Item("/dashboard/customers", "Customers"),
                            new Item("/dashboard/integrations", "Integrations"),
                            new Item("/dashboard/catalogue", "Catalogue"))),
            new Group(
                    "Reports",
                    List.of(
                            new Item("/dashboard/reports/credits", "Credits"),
                            new Item("/dashboard/reports/discounts", "Discounts"),
                            new Item("/dashboard/reports/revenue", "Revenue"),
                            new Item("/dashboard/reports/payouts", "Payouts"),
                            new Item("/dashboard/reports/statements", "Statements"),
                            new Item("/dashboard/reports/ageing", "Ageing"))),
            new Group(
                    "Administration",
                    List.of(
                            new Item("/dashboard/audit", "Audit"),
                            new Item("/dashboard/operations", "Operations"),
                            new Item("/dashboard/users", "Users"),
                            new Item("/dashboard/settings", "Settings"))));

    private Navigation() {}

    static List<Group> of(Role role) {
        return ALL.stream()
                .map(group -> new Group(
                        group.title(),
                        group.items().stream()
                                .filter(item -> PageRules.mayOpen(role, item.path()))
                                .toList()))
                .filter(group -> !group.items().isEmpty())
                .toList();
    }

    /** Where somebody of that role begins. */
    static String home(Role role) {
        return of(role).stream()
                .flatMap(group -> group.items().stream())
                .map(Item::path)
                .findFirst()
                .orElse("/dashboard/account");
    }
}
