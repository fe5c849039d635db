package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The first page, in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyticsTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private final Page page = dashboard.as(Role.FINANCE);

    @BeforeAll
    void sell() {
        for (int i = 1; i <= 12; i++) {
            organisation.place(
                    TestOrganisation.order("old-" + i, 1_000L * i, "at", "2011-03-%02dT10:00:00Z".formatted(i)));
        }
        organisation
                .admin()
                .post(
                        "/v1/customers/c-2/events",
                        Map.of("events", List.of(Map.of("type", "VISITED", "at", "2011-03-05T10:00:00Z"))));
        organisation.totals("");
    }

    @AfterAll
    void close() {
        page.context().close();
    }

    private AbstractStringAssert<?> figure(String name) {
        return assertThat(page.locator(".tile", new Page.LocatorOptions().setHasText(name))
                .first()
                .locator(".figure")
                .innerText());
    }

    @Test
    void everythingThereIsIsShownWithItsFunnel() {
        page.navigate("/dashboard?from=2011-03-01&to=2011-03-31");
        figure("Customers").isEqualTo("2");
        figure("Orders").isEqualTo("12");
        figure("Order value").isEqualTo("£780.00");
        figure("Commission pending").isEqualTo("£39.00");
        assertThat(page.locator(".funnel li")).hasCount(5);
        assertThat(page.locator(".funnel li").nth(1)).containsText("50% of the stage before");
        TestDashboard.assertFitForAll(page, "analytics");
    }

    /** As a browser asks for it for the first time. */
    @Test
    void isSmall() {
        try (BrowserContext fresh = dashboard.as(Role.AUDITOR).context()) {
            Page first = fresh.pages().getFirst();
            List<Request> asked = new ArrayList<>();
            first.onRequestFinished(asked::add);
            first.navigate("/dashboard?preset=all");
            first.waitForLoadState();
            assertThat(List.copyOf(asked).stream()
                            .mapToLong(request -> request.sizes().responseBodySize)
                            .sum())
                    .isBetween(50_000L, 150_000L);
        }
    }

    @Test
    void nothingSaysWhatToDoNext() {
        page.navigate("/dashboard?from=2001-01-01&to=2001-01-02");
        assertThat(page.locator("main")).containsText("Nothing in this range");
        TestDashboard.assertFitForAll(page, "analytics-empty");
    }

    @Test
    void aFilterStandsInTheAddressAndInTheLinks() {
        page.navigate("/dashboard?from=2011-03-01&to=2011-03-31");
        page.getByLabel("Integration").selectOption("app");
        assertThat(page).hasURL(Pattern.compile("from=2011-03-01&to=2011-03-31&categoryId=&integrationId=app"));
        assertThat(page.locator("main")).containsText("Nothing in this range");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("View orders")))
                .hasAttribute("href", "/dashboard/orders?from=2011-03-01&to=2011-03-31&integrationId=app");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download CSV")))
                .hasAttribute("href", "/dashboard/analytics.csv?from=2011-03-01&to=2011-03-31&integrationId=app");
    }

    @Test
    void everyMetricAndStageIsExplainedToWhoeverPointsAtIt() {
        page.navigate("/dashboard?from=2011-03-01&to=2011-03-31");
        assertThat(page.locator(".tile [role=tooltip]")).hasCount(6);
        assertThat(page.locator(".funnel [role=tooltip]")).hasCount(5);
        assertThat(page.locator("#tip-stage-0")).isHidden();
        page.locator(".funnel .tip-button").first().focus();
        assertThat(page.locator("#tip-stage-0")).isVisible();
    }

    @Test
    void aPastDayEndsTheRangeAndSaysSo() {
        page.navigate("/dashboard?from=2011-03-01&to=2011-03-31&asOf=2011-03-05");
        assertThat(page.locator(".banner.past")).containsText("what had happened by the end of");
        figure("Orders").isEqualTo("5");
        figure("Order value").isEqualTo("£150.00");
        figure("Commission pending").isEqualTo("£7.50");
        String href = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download CSV"))
                .getAttribute("href");
        assertThat(page.context().request().get(href).text().lines()).hasSize(1 + 5);
    }

    @Test
    void aCategoryIsFoundWhileItIsTyped() {
        page.navigate("/dashboard?preset=all");
        page.getByLabel("Category").pressSequentially("boo");
        assertThat(page.locator("#categories option")).hasCount(1);
        assertThat(page.locator("#categories option")).hasAttribute("value", "books");
    }

    @Test
    void theFileHoldsWhatIsOnScreen() {
        page.navigate("/dashboard?from=2011-03-01&to=2011-03-12");
        String href = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download CSV"))
                .getAttribute("href");
        String csv = page.context().request().get(href).text();
        page.locator("details.data summary").click();
        List<String> shown = page.locator("#points tbody tr").all().stream()
                .map(row -> row.locator("td").allInnerTexts().get(5).replaceAll("[^0-9.]", ""))
                .toList();
        List<String> written =
                csv.lines().skip(1).map(line -> line.split(",")[7]).toList();
        assertThat(written).hasSize(12).isEqualTo(shown);
    }

    @Test
    void anOrderIsSeenWithoutLoadingThePageAgain() {
        page.waitForResponse("**/dashboard/live", () -> page.navigate("/dashboard?preset=today"));
        page.evaluate("window.notLoadedAgain = true");
        String before = page.locator(".tile .figure").nth(1).innerText();
        String line = "window.Chart.getChart('chart')?.data.datasets[1].data.reduce((a, b) => a + b, 0) ?? 0";
        int drawn = (int) page.evaluate(line);
        page.locator(".tip-button").nth(2).focus();
        organisation.place(
                TestOrganisation.order("new-1", 1_000, "at", Instant.now().toString()));
        assertThat(page.locator(".tile .figure").nth(1)).not().hasText(before);
        page.waitForFunction(line + " > " + drawn);
        assertThat((boolean) page.evaluate("window.notLoadedAgain")).isTrue();
        Locator explanation = page.locator(".tip [role=tooltip]").nth(2);
        assertThat(page.locator(".tip-button").nth(2)).isFocused();
        assertThat(explanation).isVisible();
        page.keyboard().press("Escape");
        assertThat(explanation).isHidden();
    }

    @Test
    void aCategoryIsFoundByItsNameAndAnUnknownOneIsSaidToBe() {
        page.navigate("/dashboard?preset=all&categoryId=GIFTS");
        assertThat(page.locator("main input[name=categoryId]")).hasValue("gifts");
        page.navigate("/dashboard?preset=all&categoryId=nonsense");
        assertThat(page.locator("main")).containsText("There is no category nonsense");
    }
}
