package org.commissionledger.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commissionledger.api.security.AccessRules.Rule;
import org.commissionledger.api.security.PageRules;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;

/** Every page and every action of the role table, as each role. What is not in the table is no page: a test of the table sees to that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesByRoleTest {

    /** What is no page: it leads on, is a part of a page or a file, or never ends. */
    private static final Set<String> NO_PAGES = Set.of(
            "/",
            "/dashboard/theme.css",
            "/dashboard/live",
            "/dashboard/analytics.csv",
            "/dashboard/analytics/figures",
            "/dashboard/suggestions/{kind}",
            "/dashboard/parts/orders",
            "/dashboard/parts/order-figures",
            "/dashboard/operations/status",
            "/dashboard/audit/export",
            "/dashboard/audit/proofs/{ledgerSequence}",
            "/dashboard/reports/statements-file",
            "/dashboard/reports/statements/{statementId}/lines");

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Something for each page that shows one thing. */
    @BeforeAll
    void something() {
        organisation.place("first", 10_000);
        organisation
                .admin()
                .post("/v1/orders/first/commission/confirm", Map.of())
                .expect(200);
        organisation
                .admin()
                .put("/v1/accounts/partner-1", Map.of("name", "Partner", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        organisation
                .admin()
                .post(
                        "/v1/accounts/partner-1/top-ups",
                        Map.of(
                                "topUpId",
                                "t",
                                "category",
                                "PAID",
                                "amount",
                                Map.of("amount", 5_000, "currency", "GBP")))
                .expect(201);
        organisation
                .admin()
                .put(
                        "/v1/discounts/autumn",
                        Map.of("accountId", "partner-1", "type", "PERCENT", "basisPoints", 500, "from", "2011-01-01"))
                .expect(200);
        organisation
                .admin()
                .post("/v1/payouts", Map.of("payoutId", "payout-1", "from", "2011-01-01", "to", "2100-01-01"))
                .expect(201);
        JsonNode statement = organisation
                .admin()
                .postCsv(
                        "/v1/statements?providerId=acme&reference=March",
                        "orderId,amount,currency,at\nfirst,500,GBP,\n")
                .expect(201)
                .json();
        JsonNode webhook = organisation
                .admin()
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:9/x", "types", List.of("credits.low")))
                .expect(201)
                .json();
        organisation.admin().get("/v1/audit/checkpoint").expect(200);
        names.put("orderId", "first");
        names.put("customerId", "c-1");
        names.put("integrationId", "web-shop");
        names.put("accountId", "partner-1");
        names.put("payoutId", "payout-1");
        names.put("statementId", statement.get("statementId").asString());
        names.put("ledgerSequence", "1");
        names.put("name", "orders");
        names.put("webhookId", webhook.get("webhookId").asString());
        names.put("discountId", "autumn");
        names.put("userId", "nobody");
        names.put("clientId", "nobody");
        names.put("deliveryId", "1");
    }

    private String path(Rule rule) {
        String path = rule.pattern();
        for (Map.Entry<String, String> name : names.entrySet()) {
            path = path.replace("{" + name.getKey() + "}", name.getValue());
        }
        return path;
    }

    private static List<Rule> pages() {
        return PageRules.RULES.stream()
                .filter(rule -> rule.method().equals(HttpMethod.GET))
                .filter(rule -> !NO_PAGES.contains(rule.pattern()))
                .filter(rule -> !rule.pattern().startsWith("/dashboard/downloads/"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"ADMIN", "FINANCE", "TECHNICAL", "SUPPORT", "AUDITOR"})
    void eachRoleOpensItsPagesAndFindsNoLinkThatIsShut(Role role) {
        try (BrowserContext context = dashboard.as(role).context()) {
            Page page = context.pages().getFirst();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(page.url() + ": " + message.text());
                }
            });
            page.navigate("/");
            assertThat(page.url()).endsWith(Navigation.home(role));
            for (Rule rule : pages()) {
                if (rule.roles().contains(role)) {
                    open(role, page, path(rule));
                } else {
                    assertShut(role, context, path(rule));
                }
            }
            assertThat(complaints).isEmpty();
        }
    }

    private static void open(Role role, Page page, String path) {
        Response response = Objects.requireNonNull(
                page.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED)));
        assertThat(response.status()).as(role + " " + path).isEqualTo(200);
        List<?> seen = (List<?>) page.evaluate("[document.querySelectorAll('h1').length,"
                + " ...[...document.querySelectorAll('a[href^=\"/dashboard\"]')].map((a) => a.getAttribute('href'))]");
        assertThat(seen.getFirst()).as(role + " " + path).isEqualTo(1);
        List<String> shut = seen.stream()
                .skip(1)
                .map(link -> link.toString().replaceFirst("[?#].*", ""))
                .distinct()
                .filter(target -> !isOpen(role, target))
                .toList();
        assertThat(shut).as("links of " + role + " at " + path).isEmpty();
    }

    private static boolean isOpen(Role role, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return PageRules.RULES.stream()
                .filter(rule -> rule.method().equals(HttpMethod.GET))
                .filter(rule -> pattern(rule).matches(parsed))
                .anyMatch(rule -> rule.roles().contains(role));
    }

    private static PathPattern pattern(Rule rule) {
        return PathPatternParser.defaultInstance.parse(rule.pattern());
    }

    private static void assertShut(Role role, BrowserContext context, String path) {
        APIResponse answer = context.request().get(path, RequestOptions.create().setMaxRedirects(0));
        boolean ledHome = path.equals("/dashboard") && answer.status() == 302;
        assertThat(ledHome || answer.status() == 403).as(role + " " + path).isTrue();
    }

    /** With the token of a form of theirs, so that it is the role that shuts it. */
    @ParameterizedTest
    @EnumSource(names = {"FINANCE", "TECHNICAL", "SUPPORT", "AUDITOR"})
    void whatARoleMayNotDoIsRefused(Role role) {
        try (BrowserContext context = dashboard.as(role).context()) {
            Page page = context.pages().getFirst();
            page.navigate("/dashboard/account");
            Map<?, ?> token = (Map<?, ?>) page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))");
            long before = organisation.events();
            for (Rule rule : PageRules.RULES) {
                if (rule.method().equals(HttpMethod.POST) && !rule.roles().contains(role)) {
                    RequestOptions options = RequestOptions.create();
                    token.forEach((name, value) -> options.setHeader(name.toString(), value.toString()));
                    APIResponse answer = context.request().post(path(rule), options);
                    assertThat(answer.status()).as(role + " " + rule.pattern()).isEqualTo(403);
                    assertThat(answer.text()).as(role + " " + rule.pattern()).contains("your role may not open it");
                }
            }
            assertThat(organisation.events()).isEqualTo(before);
        }
    }

    @Test
    void everyPageIsFitForAll() {
        try (BrowserContext context = dashboard.as(Role.ADMIN).context()) {
            Page page = context.pages().getFirst();
            for (Rule rule : pages()) {
                page.navigate(path(rule));
                String name = rule.pattern().replaceAll("[^a-zA-Z]+", "-").replaceAll("^-|-$", "");
                TestDashboard.assertFitForAll(page, name);
            }
        }
    }
}
