package org.commissionledger.api.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.commissionledger.api.security.AccessRules.Rule;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.User;
import org.springframework.http.HttpMethod;

/**
 * The dashboard's part of the table. A page or an action is for whoever may make the API call that it stands for, so that there is one
 * table and not two: {@code as(GET, "/v1/orders")} are the people among the roles of that route.
 */
public final class PageRules {

    private static final Set<Role> EVERYONE = User.ROLES;

    public static final List<Rule> RULES = List.of(
            new Rule(GET, "/", EVERYONE),
            new Rule(GET, "/dashboard", as(GET, "/v1/analytics/summary")),
            new Rule(GET, "/dashboard/analytics/figures", as(GET, "/v1/analytics/summary")),
            new Rule(GET, "/dashboard/analytics.csv", as(GET, "/v1/analytics/summary")),
            new Rule(GET, "/dashboard/suggestions/{kind}", as(GET, "/v1/categories")),
            new Rule(GET, "/dashboard/live", as(GET, "/v1/analytics/live")),
            new Rule(GET, "/dashboard/orders", as(GET, "/v1/orders")),
            new Rule(GET, "/dashboard/orders/{orderId}", as(GET, "/v1/orders/{orderId}")),
            new Rule(POST, "/dashboard/orders/{orderId}/confirm", as(POST, "/v1/orders/{orderId}/commission/confirm")),
            new Rule(POST, "/dashboard/orders/{orderId}/decline", as(POST, "/v1/orders/{orderId}/commission/decline")),
            new Rule(POST, "/dashboard/orders/{orderId}/amend", as(POST, "/v1/orders/{orderId}/commission/amend")),
            new Rule(POST, "/dashboard/orders/{orderId}/reverse", as(POST, "/v1/orders/{orderId}/commission/reverse")),
            new Rule(POST, "/dashboard/orders/{orderId}/status", as(POST, "/v1/orders/{orderId}/status")),
            new Rule(GET, "/dashboard/parts/orders", as(GET, "/v1/orders")),
            new Rule(GET, "/dashboard/parts/order-figures", as(GET, "/v1/commissions/totals")),
            new Rule(GET, "/dashboard/commissions/bulk", as(POST, "/v1/commissions/bulk")),
            new Rule(POST, "/dashboard/commissions/bulk", as(POST, "/v1/commissions/bulk")),
            new Rule(GET, "/dashboard/customers", as(GET, "/v1/customers")),
            new Rule(GET, "/dashboard/customers/{customerId}", as(GET, "/v1/customers/{customerId}/timeline")),
            new Rule(
                    POST,
                    "/dashboard/customers/{customerId}/erase",
                    as(DELETE, "/v1/customers/{customerId}/personal-data")),
            new Rule(GET, "/dashboard/integrations", as(GET, "/v1/integrations")),
            new Rule(GET, "/dashboard/integrations/{integrationId}", as(GET, "/v1/integrations/{integrationId}")),
            new Rule(POST, "/dashboard/integrations", as(PUT, "/v1/integrations/{integrationId}")),
            new Rule(GET, "/dashboard/catalogue", as(GET, "/v1/products")),
            new Rule(POST, "/dashboard/catalogue/category", as(PUT, "/v1/categories/{categoryId}")),
            new Rule(POST, "/dashboard/catalogue/provider", as(PUT, "/v1/providers/{providerId}")),
            new Rule(POST, "/dashboard/catalogue/product", as(PUT, "/v1/products/{productId}")),
            new Rule(GET, "/dashboard/reports/credits", as(GET, "/v1/reports/credit-balance")),
            new Rule(GET, "/dashboard/reports/credits/accounts/{accountId}", as(GET, "/v1/accounts/{accountId}/holds")),
            new Rule(POST, "/dashboard/reports/credits/top-up", as(POST, "/v1/accounts/{accountId}/top-ups")),
            new Rule(
                    POST,
                    "/dashboard/reports/credits/withdraw",
                    as(POST, "/v1/accounts/{accountId}/top-ups/{topUpId}/void")),
            new Rule(GET, "/dashboard/reports/discounts", as(GET, "/v1/reports/discounts")),
            new Rule(POST, "/dashboard/reports/discounts/grant", as(PUT, "/v1/discounts/{discountId}")),
            new Rule(
                    POST,
                    "/dashboard/reports/discounts/{discountId}/revoke",
                    as(POST, "/v1/discounts/{discountId}/revoke")),
            new Rule(GET, "/dashboard/reports/revenue", as(GET, "/v1/reports/revenue-detail")),
            new Rule(GET, "/dashboard/reports/payouts", as(GET, "/v1/reports/payouts")),
            new Rule(GET, "/dashboard/reports/payouts/{payoutId}", as(GET, "/v1/payouts/{payoutId}/lines")),
            new Rule(POST, "/dashboard/reports/payouts", as(POST, "/v1/payouts")),
            new Rule(POST, "/dashboard/reports/payouts/{payoutId}/approve", as(POST, "/v1/payouts/{payoutId}/approve")),
            new Rule(POST, "/dashboard/reports/payouts/{payoutId}/settle", as(POST, "/v1/payouts/{payoutId}/settle")),
            new Rule(POST, "/dashboard/reports/payouts/{payoutId}/fail", as(POST, "/v1/payouts/{payoutId}/fail")),
            new Rule(POST, "/dashboard/reports/payouts/{payoutId}/cancel", as(POST, "/v1/payouts/{payoutId}/cancel")),
            new Rule(GET, "/dashboard/reports/statements", as(GET, "/v1/statements")),
            new Rule(GET, "/dashboard/reports/statements-file", as(GET, "/v1/statements")),
            new Rule(POST, "/dashboard/reports/statements", as(POST, "/v1/statements")),
            new Rule(GET, "/dashboard/reports/statements/{statementId}", as(GET, "/v1/statements/{statementId}")),
            new Rule(
                    GET,
                    "/dashboard/reports/statements/{statementId}/lines",
                    as(GET, "/v1/statements/{statementId}/lines")),
            new Rule(
                    POST,
                    "/dashboard/reports/statements/{statementId}/apply",
                    as(POST, "/v1/statements/{statementId}/apply")),
            new Rule(GET, "/dashboard/reports/ageing", as(GET, "/v1/reports/commission-ageing")),
            new Rule(GET, "/dashboard/audit", as(GET, "/v1/events")),
            new Rule(GET, "/dashboard/audit/events/{ledgerSequence}", as(GET, "/v1/audit/proof/{ledgerSequence}")),
            new Rule(GET, "/dashboard/audit/proofs/{ledgerSequence}", as(GET, "/v1/audit/proof/{ledgerSequence}")),
            new Rule(GET, "/dashboard/audit/export", as(GET, "/v1/audit/export")),
            new Rule(POST, "/dashboard/audit/verify", as(POST, "/v1/audit/verify")),
            download("orders"),
            download("customers"),
            download("commission-ageing"),
            download("credit-top-ups"),
            download("credit-usage"),
            download("credit-balance"),
            download("discounts"),
            download("revenue-detail"),
            download("revenue-by-service"),
            download("revenue-by-account"),
            download("payouts"),
            new Rule(GET, "/dashboard/operations", as(GET, "/v1/projections")),
            new Rule(GET, "/dashboard/operations/status", as(GET, "/v1/projections")),
            new Rule(GET, "/dashboard/operations/{name}", as(GET, "/v1/projections/{name}/parked")),
            new Rule(POST, "/dashboard/operations/{name}/rebuild", as(POST, "/v1/projections/{name}/rebuild")),
            new Rule(POST, "/dashboard/operations/{name}/parked", as(POST, "/v1/projections/{name}/parked")),
            new Rule(GET, "/dashboard/users", as(GET, "/v1/users")),
            new Rule(POST, "/dashboard/users", as(POST, "/v1/users")),
            new Rule(POST, "/dashboard/users/{userId}/invite", as(POST, "/v1/users")),
            new Rule(POST, "/dashboard/users/{userId}/role", as(PUT, "/v1/users/{userId}")),
            new Rule(POST, "/dashboard/users/{userId}/deactivate", as(DELETE, "/v1/users/{userId}")),
            new Rule(GET, "/dashboard/settings", as(GET, "/v1/settings")),
            new Rule(POST, "/dashboard/settings", as(PUT, "/v1/settings")),
            new Rule(GET, "/dashboard/settings/clients", as(GET, "/v1/clients")),
            new Rule(POST, "/dashboard/settings/clients", as(POST, "/v1/clients")),
            new Rule(POST, "/dashboard/settings/clients/{clientId}/revoke", as(DELETE, "/v1/clients/{clientId}")),
            new Rule(GET, "/dashboard/settings/webhooks", as(GET, "/v1/webhooks")),
            new Rule(POST, "/dashboard/settings/webhooks", as(POST, "/v1/webhooks")),
            new Rule(GET, "/dashboard/settings/webhooks/{webhookId}", as(GET, "/v1/webhooks/{webhookId}")),
            new Rule(POST, "/dashboard/settings/webhooks/{webhookId}", as(PUT, "/v1/webhooks/{webhookId}")),
            new Rule(POST, "/dashboard/settings/webhooks/{webhookId}/remove", as(DELETE, "/v1/webhooks/{webhookId}")),
            new Rule(POST, "/dashboard/settings/webhooks/{webhookId}/test", as(POST, "/v1/webhooks/{webhookId}/test")),
            new Rule(
                    POST,
                    "/dashboard/settings/webhooks/{webhookId}/rotate-secret",
                    as(POST, "/v1/webhooks/{webhookId}/rotate-secret")),
            new Rule(
                    POST,
                    "/dashboard/settings/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
                    as(POST, "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver")),
            new Rule(GET, "/dashboard/theme.css", EVERYONE),
            new Rule(GET, "/dashboard/notifications", EVERYONE),
            new Rule(POST, "/dashboard/notifications/seen", EVERYONE),
            new Rule(GET, "/dashboard/account", EVERYONE),
            new Rule(POST, "/dashboard/account/password", EVERYONE),
            new Rule(POST, "/dashboard/account/second-factor", EVERYONE),
            new Rule(POST, "/dashboard/account/second-factor/off", EVERYONE),
            new Rule(POST, "/sign-out", EVERYONE));

    /** What the dashboard's chain of filters answers. */
    public static final List<String> PATHS = List.of(
            "/",
            "/dashboard",
            "/dashboard/**",
            "/sign-in",
            "/sign-in/**",
            "/sign-out",
            "/invitation/**",
            "/assets/**",
            "/webjars/**",
            "/favicon.ico");

    /** For those who are not signed in yet. */
    public static final List<String> OPEN =
            List.of("/sign-in", "/sign-in/**", "/invitation/{token}", "/assets/**", "/webjars/**", "/favicon.ico");

    private PageRules() {}

    /** Whether someone may follow a link. */
    public static boolean mayOpen(Role role, String pattern) {
        return may(role, GET, pattern);
    }

    /** @param pattern as it stands in the table */
    public static boolean may(Role role, HttpMethod method, String pattern) {
        return RULES.stream()
                .anyMatch(rule -> rule.method().equals(method)
                        && rule.pattern().equals(pattern)
                        && rule.roles().contains(role));
    }

    /** A report as a file. */
    private static Rule download(String report) {
        return new Rule(GET, "/dashboard/downloads/" + report, as(GET, "/v1/reports/" + report));
    }

    private static Set<Role> as(HttpMethod method, String route) {
        Rule rule = AccessRules.RULES.stream()
                .filter(known ->
                        known.method().equals(method) && known.pattern().equals(route))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no route " + method + " " + route));
        Set<Role> people = EnumSet.copyOf(User.ROLES);
        people.retainAll(rule.roles());
        return people;
    }
}
