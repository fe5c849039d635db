package org.commissionledger.api.security;

import static org.commissionledger.organisation.Role.ADMIN;
import static org.commissionledger.organisation.Role.AUDITOR;
import static org.commissionledger.organisation.Role.FINANCE;
import static org.commissionledger.organisation.Role.INGEST;
import static org.commissionledger.organisation.Role.PARTNER;
import static org.commissionledger.organisation.Role.PROVIDER;
import static org.commissionledger.organisation.Role.SUPPORT;
import static org.commissionledger.organisation.Role.TECHNICAL;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commissionledger.organisation.Role;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what: the whole table. Roles that are bound to one provider or one partner are let through here and kept to their own
 * orders or accounts by the handlers. A route that is not in the table is closed, and a test fails the build for it.
 */
public final class AccessRules {

    /** One method on one path pattern. */
    public record Rule(HttpMethod method, String pattern, Set<Role> roles) {}

    private static final Set<Role> CATALOGUE_READERS = EnumSet.of(ADMIN, TECHNICAL, FINANCE, SUPPORT, AUDITOR);
    private static final Set<Role> CATALOGUE_WRITERS = EnumSet.of(ADMIN, TECHNICAL);
    private static final Set<Role> COMMISSION_MOVERS = EnumSet.of(ADMIN, FINANCE, PROVIDER);
    private static final Set<Role> CREDIT_READERS = EnumSet.of(ADMIN, FINANCE, AUDITOR);
    private static final Set<Role> CREDIT_WRITERS = EnumSet.of(ADMIN, FINANCE);
    private static final Set<Role> ACCOUNT_READERS = EnumSet.of(ADMIN, FINANCE, AUDITOR, PARTNER);
    private static final Set<Role> CUSTOMER_READERS = EnumSet.of(ADMIN, SUPPORT, TECHNICAL, AUDITOR);
    private static final Set<Role> REPORT_READERS = EnumSet.of(ADMIN, FINANCE, AUDITOR);
    private static final Set<Role> PAYOUT_READERS = EnumSet.of(ADMIN, FINANCE, AUDITOR);
    private static final Set<Role> PAYOUT_WRITERS = EnumSet.of(ADMIN, FINANCE);
    private static final Set<Role> WEBHOOK_READERS = EnumSet.of(ADMIN, TECHNICAL, AUDITOR, PROVIDER);
    private static final Set<Role> WEBHOOK_WRITERS = EnumSet.of(ADMIN, TECHNICAL, PROVIDER);
    private static final Set<Role> STATEMENT_READERS = EnumSet.of(ADMIN, FINANCE, AUDITOR);
    private static final Set<Role> STATEMENT_WRITERS = EnumSet.of(ADMIN, FINANCE);
    private static final Set<Role> STATUS_SETTERS = EnumSet.of(ADMIN, PROVIDER, INGEST);

    /** The busiest first: they are tried in this order. */
    public static final List<Rule> RULES = List.of(
            rule(HttpMethod.POST, "/v1/orders", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/accounts/{accountId}/usage", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/usage/bulk", ADMIN, INGEST),
            rule(HttpMethod.GET, "/v1/orders/{orderId}", ADMIN, FINANCE, TECHNICAL, SUPPORT, AUDITOR, PROVIDER, INGEST),
            new Rule(HttpMethod.POST, "/v1/orders/{orderId}/commission/confirm", COMMISSION_MOVERS),
            new Rule(HttpMethod.POST, "/v1/orders/{orderId}/commission/decline", COMMISSION_MOVERS),
            new Rule(HttpMethod.POST, "/v1/orders/{orderId}/commission/amend", COMMISSION_MOVERS),
            new Rule(HttpMethod.POST, "/v1/orders/{orderId}/commission/reverse", COMMISSION_MOVERS),
            new Rule(HttpMethod.POST, "/v1/orders/{orderId}/status", STATUS_SETTERS),
            rule(HttpMethod.GET, "/v1/orders", ADMIN, FINANCE, SUPPORT, AUDITOR, PROVIDER),
            rule(HttpMethod.POST, "/v1/orders/bulk", ADMIN, INGEST),
            new Rule(HttpMethod.POST, "/v1/orders/status/bulk", STATUS_SETTERS),
            rule(HttpMethod.POST, "/v1/customers/{customerId}/events", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/customer-events/bulk", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/customers/{customerId}/identify", ADMIN, INGEST),
            rule(HttpMethod.DELETE, "/v1/customers/{customerId}/personal-data", ADMIN),
            new Rule(HttpMethod.POST, "/v1/commissions/bulk", COMMISSION_MOVERS),
            rule(HttpMethod.GET, "/v1/commissions/totals", ADMIN, FINANCE, AUDITOR, PROVIDER),
            rule(HttpMethod.GET, "/v1/commissions/overdue", ADMIN, FINANCE, AUDITOR, PROVIDER),
            rule(HttpMethod.GET, "/v1/commissions/explain", ADMIN, FINANCE, AUDITOR, PROVIDER),
            new Rule(HttpMethod.GET, "/v1/accounts/{accountId}/balance", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/accounts/{accountId}/entries", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/accounts/{accountId}/top-ups", ACCOUNT_READERS),
            new Rule(HttpMethod.POST, "/v1/accounts/{accountId}/top-ups", CREDIT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/accounts/{accountId}/top-ups/{topUpId}/void", CREDIT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/accounts/{accountId}/holds", CREDIT_READERS),
            rule(HttpMethod.POST, "/v1/accounts/{accountId}/holds", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/accounts/{accountId}/holds/{holdId}/capture", ADMIN, INGEST),
            rule(HttpMethod.POST, "/v1/accounts/{accountId}/holds/{holdId}/release", ADMIN, INGEST),
            new Rule(HttpMethod.GET, "/v1/accounts/{accountId}", ACCOUNT_READERS),
            rule(HttpMethod.PUT, "/v1/accounts/{accountId}", ADMIN),
            new Rule(HttpMethod.GET, "/v1/accounts", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/discounts", CREDIT_READERS),
            new Rule(HttpMethod.GET, "/v1/discounts/{discountId}", CREDIT_READERS),
            new Rule(HttpMethod.PUT, "/v1/discounts/{discountId}", CREDIT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/discounts/{discountId}/revoke", CREDIT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/customers", CUSTOMER_READERS),
            new Rule(HttpMethod.GET, "/v1/customers/{customerId}", CUSTOMER_READERS),
            new Rule(HttpMethod.GET, "/v1/customers/{customerId}/timeline", CUSTOMER_READERS),
            rule(HttpMethod.GET, "/v1/analytics/funnel", ADMIN, FINANCE, AUDITOR),
            rule(HttpMethod.GET, "/v1/analytics/summary", ADMIN, FINANCE, AUDITOR),
            rule(HttpMethod.GET, "/v1/analytics/live", ADMIN, FINANCE, SUPPORT, AUDITOR, PROVIDER),
            new Rule(HttpMethod.GET, "/v1/categories", CATALOGUE_READERS),
            new Rule(HttpMethod.GET, "/v1/categories/{categoryId}", CATALOGUE_READERS),
            new Rule(HttpMethod.PUT, "/v1/categories/{categoryId}", CATALOGUE_WRITERS),
            new Rule(HttpMethod.GET, "/v1/providers", CATALOGUE_READERS),
            new Rule(HttpMethod.GET, "/v1/providers/{providerId}", CATALOGUE_READERS),
            new Rule(HttpMethod.PUT, "/v1/providers/{providerId}", CATALOGUE_WRITERS),
            new Rule(HttpMethod.GET, "/v1/products", CATALOGUE_READERS),
            new Rule(HttpMethod.GET, "/v1/products/{productId}", CATALOGUE_READERS),
            new Rule(HttpMethod.PUT, "/v1/products/{productId}", CATALOGUE_WRITERS),
            new Rule(HttpMethod.GET, "/v1/integrations", CATALOGUE_READERS),
            new Rule(HttpMethod.GET, "/v1/integrations/{integrationId}", CATALOGUE_READERS),
            new Rule(HttpMethod.PUT, "/v1/integrations/{integrationId}", CATALOGUE_WRITERS),
            rule(HttpMethod.GET, "/v1/settings", ADMIN, FINANCE, TECHNICAL, SUPPORT, AUDITOR),
            rule(HttpMethod.PUT, "/v1/settings", ADMIN),
            rule(HttpMethod.POST, "/v1/organisations", ADMIN),
            rule(HttpMethod.POST, "/v1/users", ADMIN),
            rule(HttpMethod.GET, "/v1/users", ADMIN, AUDITOR),
            rule(HttpMethod.PUT, "/v1/users/{userId}", ADMIN),
            rule(HttpMethod.DELETE, "/v1/users/{userId}", ADMIN),
            rule(HttpMethod.POST, "/v1/clients", ADMIN),
            rule(HttpMethod.GET, "/v1/clients", ADMIN, AUDITOR),
            rule(HttpMethod.DELETE, "/v1/clients/{clientId}", ADMIN),
            rule(HttpMethod.GET, "/v1/events", ADMIN, AUDITOR),
            rule(HttpMethod.GET, "/v1/audit/export", ADMIN, AUDITOR),
            rule(HttpMethod.GET, "/v1/audit/keys", ADMIN, AUDITOR, PROVIDER),
            rule(HttpMethod.GET, "/v1/audit/checkpoint", ADMIN, AUDITOR),
            rule(HttpMethod.GET, "/v1/audit/checkpoints", ADMIN, AUDITOR),
            rule(HttpMethod.GET, "/v1/audit/proof/{ledgerSequence}", ADMIN, AUDITOR, PROVIDER),
            rule(HttpMethod.GET, "/v1/audit/consistency", ADMIN, AUDITOR),
            rule(HttpMethod.POST, "/v1/audit/verify", ADMIN, AUDITOR),
            new Rule(HttpMethod.GET, "/v1/reports/orders", REPORT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/customers", REPORT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/commission-ageing", REPORT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/credit-top-ups", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/credit-usage", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/credit-balance", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/discounts", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/revenue-detail", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/revenue-by-service", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/revenue-by-account", ACCOUNT_READERS),
            new Rule(HttpMethod.GET, "/v1/reports/payouts", PAYOUT_READERS),
            new Rule(HttpMethod.POST, "/v1/payouts", PAYOUT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/payouts", PAYOUT_READERS),
            new Rule(HttpMethod.GET, "/v1/payouts/{payoutId}", PAYOUT_READERS),
            new Rule(HttpMethod.GET, "/v1/payouts/{payoutId}/lines", PAYOUT_READERS),
            new Rule(HttpMethod.POST, "/v1/payouts/{payoutId}/approve", PAYOUT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/payouts/{payoutId}/settle", PAYOUT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/payouts/{payoutId}/fail", PAYOUT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/payouts/{payoutId}/cancel", PAYOUT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/payout-details", PAYOUT_WRITERS),
            new Rule(HttpMethod.PUT, "/v1/payout-details", PAYOUT_WRITERS),
            new Rule(HttpMethod.DELETE, "/v1/payout-details", PAYOUT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/periods", PAYOUT_READERS),
            new Rule(HttpMethod.POST, "/v1/periods/{period}/close", PAYOUT_WRITERS),
            rule(HttpMethod.GET, "/v1/journal/trial-balance", ADMIN, FINANCE, AUDITOR),
            rule(HttpMethod.GET, "/v1/journal/accounts/{account}/entries", ADMIN, FINANCE, AUDITOR),
            rule(HttpMethod.POST, "/v1/what-if", ADMIN, FINANCE, AUDITOR),
            new Rule(HttpMethod.POST, "/v1/statements", STATEMENT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/statements", STATEMENT_READERS),
            new Rule(HttpMethod.GET, "/v1/statements/{statementId}", STATEMENT_READERS),
            new Rule(HttpMethod.GET, "/v1/statements/{statementId}/lines", STATEMENT_READERS),
            new Rule(HttpMethod.POST, "/v1/statements/{statementId}/apply", STATEMENT_WRITERS),
            new Rule(HttpMethod.GET, "/v1/providers/{providerId}/statement-mapping", STATEMENT_READERS),
            new Rule(HttpMethod.PUT, "/v1/providers/{providerId}/statement-mapping", STATEMENT_WRITERS),
            new Rule(HttpMethod.POST, "/v1/webhooks", WEBHOOK_WRITERS),
            new Rule(HttpMethod.GET, "/v1/webhooks", WEBHOOK_READERS),
            new Rule(HttpMethod.GET, "/v1/webhooks/{webhookId}", WEBHOOK_READERS),
            new Rule(HttpMethod.PUT, "/v1/webhooks/{webhookId}", WEBHOOK_WRITERS),
            new Rule(HttpMethod.DELETE, "/v1/webhooks/{webhookId}", WEBHOOK_WRITERS),
            new Rule(HttpMethod.POST, "/v1/webhooks/{webhookId}/rotate-secret", WEBHOOK_WRITERS),
            new Rule(HttpMethod.POST, "/v1/webhooks/{webhookId}/test", WEBHOOK_WRITERS),
            new Rule(HttpMethod.GET, "/v1/webhooks/{webhookId}/deliveries", WEBHOOK_READERS),
            new Rule(HttpMethod.GET, "/v1/webhooks/{webhookId}/deliveries/{deliveryId}", WEBHOOK_READERS),
            new Rule(HttpMethod.POST, "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", WEBHOOK_WRITERS),
            rule(HttpMethod.GET, "/v1/projections", ADMIN, TECHNICAL, AUDITOR),
            rule(HttpMethod.POST, "/v1/projections/{name}/rebuild", ADMIN, TECHNICAL),
            rule(HttpMethod.GET, "/v1/projections/{name}/parked", ADMIN, TECHNICAL, AUDITOR),
            rule(HttpMethod.POST, "/v1/projections/{name}/parked", ADMIN, TECHNICAL),
            rule(HttpMethod.GET, "/actuator/prometheus", ADMIN, TECHNICAL));

    /** Open to everyone: what a load balancer asks, how to get a token, and the documentation. */
    public static final List<String> OPEN = List.of(
            "/actuator/health",
            "/actuator/health/**",
            "/actuator/info",
            "/v3/api-docs",
            "/v3/api-docs/**",
            "/v3/api-docs.yaml",
            "/docs",
            "/swagger-ui/**",
            "/error");

    private AccessRules() {}

    /** The methods that some rule knows on the path of a request. */
    static List<HttpMethod> methods(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return RULES.stream()
                .filter(rule ->
                        PathPatternParser.defaultInstance.parse(rule.pattern()).matches(path))
                .flatMap(rule -> rule.method().equals(HttpMethod.GET)
                        ? Stream.of(HttpMethod.GET, HttpMethod.HEAD)
                        : Stream.of(rule.method()))
                .distinct()
                .toList();
    }

    private static Rule rule(HttpMethod method, String pattern, Role... roles) {
        return new Rule(method, pattern, EnumSet.copyOf(List.of(roles)));
    }
}
