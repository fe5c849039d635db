package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders and commissions, as people of each role see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrdersPageTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private BrowserContext context = dashboard.as(Role.FINANCE).context();
    private Page page = context.pages().getFirst();

    @BeforeAll
    void someOrders() {
        organisation.place("first", 10_000);
        organisation.place("second", 20_000);
        organisation
                .place(TestOrganisation.order("waiting", 5_000, "status", "PENDING"))
                .expect(201);
        organisation
                .place(TestOrganisation.order(
                        "dinars", 1_234_567, "value", Map.of("amount", 1_234_567, "currency", "KWD")))
                .expect(201);
    }

    private void open(Role role, String path) {
        context.close();
        context = dashboard.as(role).context();
        page = context.pages().getFirst();
        page.navigate(path);
    }

    @AfterEach
    void nothingOfThePolicyWasBroken() {
        assertThat(page.locator("h1")).hasCount(1);
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private Locator row(String orderId) {
        return page.locator("#order-" + orderId);
    }

    @Test
    void theListShowsOrdersAndWhatTheyComeTo() {
        open(Role.FINANCE, "/dashboard/orders");
        assertThat(row("first")).containsText("£100.00");
        assertThat(row("dinars")).containsText("1,234.567");
        assertThat(row("first").locator("time")).hasAttribute("title", "2011-03-01 10:00:00 UTC");
        assertThat(row("first").locator("time")).hasText(Pattern.compile("1 Mar 2011, 10:00"));
        assertThat(page.locator("#orders-count")).not().hasText("0");
        assertThat(page.locator("#commission-pending")).containsText("£");
    }

    @Test
    void filtersStandInTheAddressAndGoBack() {
        open(Role.FINANCE, "/dashboard/orders");
        page.locator("select[name=status]").selectOption("PENDING");
        assertThat(page).hasURL(Pattern.compile("status=PENDING"));
        assertThat(row("waiting")).isVisible();
        assertThat(row("first")).hasCount(0);
        page.goBack();
        assertThat(row("first")).isVisible();
    }

    @Test
    void aRowOpensItsOrderAndTheWayBackKeepsTheFilters() {
        open(Role.FINANCE, "/dashboard/orders?status=SUCCESSFUL&from=2011-03-01&to=2011-03-01");
        row("first").locator("td").nth(3).click();
        assertThat(page.locator("h1")).hasText("Order first");
        page.locator("a[data-back]").click();
        assertThat(page).hasURL(Pattern.compile("status=SUCCESSFUL"));
        assertThat(row("waiting")).hasCount(0);
    }

    @Test
    void byKeyboardOneGoesThroughChoicesBeforeAnythingIsSent() {
        open(Role.FINANCE, "/dashboard/orders");
        Locator status = page.locator("select[name=status]");
        status.focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(status).isFocused();
        assertThat(page).not().hasURL(Pattern.compile("status="));
        page.locator("form.filters button[type=submit]").press("Enter");
        assertThat(page).hasURL(Pattern.compile("status=\\w+"));
    }

    @Test
    void anOrderIsFoundByItsIdentifier() {
        open(Role.SUPPORT, "/dashboard/orders");
        Locator identifier = page.getByLabel("Order", new Page.GetByLabelOptions().setExact(true));
        identifier.fill(" waiting ");
        identifier.press("Enter");
        assertThat(page.locator("h1")).hasText("Order waiting");
        page.navigate("/dashboard/orders?orderId=unknown");
        assertThat(page.locator("main")).containsText("There is no such order");
    }

    @Test
    void theFileHasExactlyWhatIsOnScreen() throws IOException {
        open(Role.FINANCE, "/dashboard/orders?status=SUCCESSFUL&from=2011-03-01&to=2011-03-01");
        List<String> shown = page.locator("tbody th a").allTextContents();
        Download download = page.waitForDownload(() -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true))
                .click());
        List<String> lines = Files.readAllLines(download.path());
        int column = List.of(lines.getFirst().split(",")).indexOf("orderId");
        assertThat(lines.stream().skip(1).map(line -> line.split(",")[column]).toList())
                .isEqualTo(shown);
        assertThat(shown).contains("first", "second").doesNotContain("waiting");
        Download workbook =
                page.waitForDownload(() -> page.getByText("Excel", new Page.GetByTextOptions().setExact(true))
                        .click());
        try (XSSFWorkbook book = new XSSFWorkbook(Files.newInputStream(workbook.path()))) {
            assertThat(book.getSheetAt(0).getLastRowNum()).isEqualTo(shown.size());
        }
    }

    @Test
    void fieldsThatWereLeftEmptyBreakNeitherFilesNorLiveRows() throws IOException {
        open(Role.FINANCE, "/dashboard/orders");
        page.locator("select[name=status]").selectOption("SUCCESSFUL");
        assertThat(page).hasURL(Pattern.compile("orderId=&"));
        Download download = page.waitForDownload(() -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true))
                .click());
        assertThat(Files.readString(download.path())).contains("first").doesNotContain("waiting");
        page.waitForSelector("html[data-listening]");
        organisation.place("among-empty-fields", 3_000);
        assertThat(row("among-empty-fields")).isVisible();
        assertThat(row("waiting")).hasCount(0);
        assertThat(page.locator("#orders-count"))
                .hasText(String.valueOf(page.locator("tbody tr").count()));
    }

    @Test
    void aRangeOfDaysKeepsTheOtherFilters() {
        open(Role.FINANCE, "/dashboard/orders?preset=year&status=SUCCESSFUL&productId=product-acme&customerId=");
        page.getByText("7 days", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page)
                .hasURL(Pattern.compile("\\?status=SUCCESSFUL&productId=product-acme&from=[\\d-]{10}&to=[\\d-]{10}$"));
        assertThat(page.locator(".presets [aria-current=true]")).hasText("7 days");
        page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page).hasURL(Pattern.compile("\\?status=SUCCESSFUL&productId=product-acme$"));
        assertThat(row("first")).isVisible();
        assertThat(row("waiting")).hasCount(0);
    }

    /** The form shows what was understood. */
    @Test
    void aDayThatCannotBeReadIsAnOpenEnd() {
        open(Role.FINANCE, "/dashboard/orders?from=2011-02-30&to=2011-03-01");
        assertThat(page.locator("input[type=date][name=from]")).hasValue("");
        assertThat(page.locator("input[type=date][name=to]")).hasValue("2011-03-01");
        assertThat(row("first")).isVisible();
        page.navigate("/dashboard/orders?asOf=soon");
        assertThat(page.locator(".banner.refused")).containsText("You see today");
    }

    @Test
    void whatHappensElsewhereAppearsWithoutReload() {
        open(Role.FINANCE, "/dashboard/orders");
        page.waitForSelector("html[data-listening]");
        String before = page.locator("#orders-count").textContent();
        organisation.place("just-now", 3_000);
        assertThat(row("just-now")).isVisible();
        assertThat(page.locator("#orders-count")).not().hasText(before);
        organisation
                .admin()
                .post("/v1/orders/just-now/commission/confirm", Map.of())
                .expect(200);
        assertThat(row("just-now").locator("td").last()).hasText("£1.50");
    }

    @Test
    void supportSeesOrdersAndNoTotals() {
        open(Role.SUPPORT, "/dashboard/orders");
        assertThat(row("first")).isVisible();
        assertThat(page.locator("#figures")).hasCount(0);
        assertThat(page.getByText("Excel")).hasCount(0);
        page.navigate("/dashboard/orders/first");
        assertThat(page.getByText("Change the commission")).hasCount(0);
        assertThat(page.request().get("/dashboard/parts/order-figures").status())
                .isEqualTo(403);
        assertThat(page.request().get("/dashboard/downloads/orders?format=csv").status())
                .isEqualTo(403);
    }

    @Test
    void financeConfirmsAPartAndIsToldWhyMoreIsRefused() {
        organisation.place("to-confirm", 10_000);
        open(Role.FINANCE, "/dashboard/orders/to-confirm");
        page.getByLabel("Amount, empty for all that is pending").fill("2.00");
        press("Confirm");
        assertThat(page.locator(".banner.done")).hasText("The commission was confirmed.");
        assertThat(page.locator("#paid")).hasText("£2.00");
        assertThat(page.locator(".story li")).hasCount(2);
        page.getByLabel("Amount, empty for all that is pending").fill("99");
        press("Confirm");
        assertThat(page.locator(".banner.refused"))
                .containsText("99.00 GBP is more than the 3.00 GBP that are pending");
        assertThat(page.getByLabel("Amount, empty for all that is pending")).hasValue("99");
        assertThat(page.locator("#paid")).hasText("£2.00");
        page.reload();
        assertThat(page.getByLabel("Amount, empty for all that is pending")).hasValue("");
        TestDashboard.assertFitForAll(page, "order");
    }

    @Test
    void financeAmendsDeclinesAndReverses() {
        organisation.place("to-move", 10_000);
        open(Role.FINANCE, "/dashboard/orders/to-move");
        Locator amend = page.locator("details", new Page.LocatorOptions().setHasText("What is pending from now on"));
        amend.locator("summary").click();
        amend.getByLabel("What is pending from now on").fill("4");
        amend.getByLabel("Reason").selectOption("INCORRECT_AMOUNT");
        press("Amend");
        assertThat(page.locator("#pending")).hasText("£4.00");
        press("Confirm");
        assertThat(page.locator("#paid")).hasText("£4.00");
        Locator more = page.locator("details", new Page.LocatorOptions().setHasText("Decline all that is pending"));
        more.locator("summary").click();
        more.getByLabel("Reason").selectOption("NOT_ELIGIBLE");
        press("Decline all that is pending");
        assertThat(page.locator(".banner.refused")).containsText("cannot be changed");
        Locator reverse = page.locator("details", new Page.LocatorOptions().setHasText("empty for all that was paid"));
        reverse.locator("summary").click();
        reverse.getByLabel("Reason").selectOption("RETURNED");
        press("Take back");
        assertThat(page.locator("#paid")).hasText("£0.00");
        assertThat(page.locator(".story li")).hasCount(4);
    }

    @Test
    void anOrderIsDeliveredAndItsCommissionDeclined() {
        organisation
                .place(TestOrganisation.order("to-deliver", 5_000, "status", "PENDING"))
                .expect(201);
        open(Role.ADMIN, "/dashboard/orders/to-deliver");
        page.locator("main select[name=status]").selectOption("SUCCESSFUL");
        press("Set");
        assertThat(page.locator(".banner.done")).hasText("The status was set.");
        Locator decline = page.locator("details", new Page.LocatorOptions().setHasText("Decline all that is pending"));
        decline.locator("summary").click();
        decline.getByLabel("Reason").selectOption("OTHER");
        press("Decline all that is pending");
        assertThat(page.locator(".banner.refused")).containsText("note");
        assertThat(decline.getByLabel("Reason")).hasValue("OTHER"); // unfolded and filled as it was
        decline.getByLabel("Reason").selectOption("FRAUD");
        press("Decline all that is pending");
        assertThat(page.locator(".banner.done")).hasText("The commission was declined.");
        assertThat(page.locator(".story li")).hasCount(3);
    }

    @Test
    void theHistoryNamesProgramsAndPeople() {
        organisation.place("by-many", 10_000);
        organisation
                .as(Role.FINANCE)
                .post(
                        "/v1/orders/by-many/commission/confirm",
                        Map.of("amount", Map.of("amount", 100, "currency", "GBP")))
                .expect(200);
        open(Role.FINANCE, "/dashboard/orders/by-many");
        press("Confirm");
        assertThat(page.locator(".story li").nth(1)).containsText("FINANCE client");
        assertThat(page.locator(".story li").nth(2)).containsText(dashboard.emailOf(Role.FINANCE));
    }

    @Test
    void aFormThatIsSentTwiceActsOnce() {
        organisation.place("twice", 10_000);
        open(Role.FINANCE, "/dashboard/orders/twice");
        page.getByLabel("Amount, empty for all that is pending").fill("1");
        page.evaluate("""
                async () => {
                  const form = document.querySelector("form[action$='/confirm']");
                  for (let n = 0; n < 2; n++) {
                    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
                  }
                }""");
        page.reload();
        assertThat(page.locator("#paid")).hasText("£1.00");
        assertThat(page.locator(".story li")).hasCount(2);
    }

    @Test
    void aFileIsTriedFirstAndThenCarriedOut() throws IOException {
        organisation.place("bulk-1", 10_000);
        organisation.place("bulk-2", 10_000);
        open(Role.FINANCE, "/dashboard/commissions/bulk");
        String rows = "orderId,action,amount,currency\nbulk-1,confirm,,\nbulk-2,confirm,400,GBP\nnobody,confirm,,\n";
        choose(rows.replace(',', ';'));
        press("Dry run");
        assertThat(page.locator("#bulk-told")).containsText("Save it as a CSV with commas");
        choose(rows);
        press("Dry run");
        assertThat(page.locator("#bulk-summary")).containsText("2 would be accepted");
        assertThat(page.locator("#bulk-summary")).containsText("1 would be refused");
        assertThat(organisation.order("bulk-1").at("/commission/paid").asLong()).isZero();
        press("Carry out");
        assertThat(page.locator("#bulk-told")).hasText("Done.");
        assertThat((int) page.evaluate("document.getElementById('bulk-progress').value"))
                .isEqualTo(3);
        Download download =
                page.waitForDownload(() -> page.getByText("Download the result").click());
        assertThat(Files.readString(download.path())).contains("nobody,rejected,order.unknown");
        organisation.place("nobody", 10_000);
        press("Carry out"); // the same file is another request
        assertThat(page.locator("#bulk-told")).hasText("Done.");
        assertThat(page.locator("#bulk-summary")).containsText("1 accepted");
        page.navigate("/dashboard/orders/nobody");
        assertThat(page.locator("#paid")).hasText("£5.00");
        page.navigate("/dashboard/orders/bulk-1");
        assertThat(page.locator("#paid")).hasText("£5.00");
    }

    private void choose(String rows) {
        page.getByLabel("CSV file")
                .setInputFiles(new FilePayload("moves.csv", "text/csv", rows.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aPastDayShowsWhatTheLedgerKnewThen() {
        open(Role.FINANCE, "/dashboard/orders?asOf=2015-01-01");
        assertThat(page.locator(".banner.past")).isVisible();
        assertThat(page.locator("#orders-count")).hasText("0");
        assertThat(page.getByText("No orders here")).isVisible();
    }
}
