package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.pseudonym.Pseudonym;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementId;
import org.commissionledger.statement.StatementSelection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Customers, catalogue, reports and the history, as people of each role see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataPagesTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private BrowserContext context = dashboard.as(Role.ADMIN).context();
    private Page page = context.pages().getFirst();

    @BeforeAll
    void something() {
        organisation.place("first", 10_000);
        organisation
                .admin()
                .post("/v1/orders/first/commission/confirm", Map.of())
                .expect(200);
        organisation
                .place(TestOrganisation.order("second", 4_000, "productId", "product-zenith"))
                .expect(201);
        organisation
                .admin()
                .post(
                        "/v1/customers/c-1/events",
                        Map.of(
                                "events",
                                List.of(
                                        Map.of("type", "VISITED", "integrationId", "web-shop"),
                                        Map.of("type", "WISHED", "integrationId", "web-shop"))))
                .expect(200);
        organisation
                .admin()
                .post("/v1/customers/c-1/identify", Map.of("email", "ada@example.org", "name", "Ada"))
                .expect(200);
        organisation
                .admin()
                .put("/v1/accounts/partner-1", Map.of("name", "Partner", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        organisation
                .admin()
                .put("/v1/accounts/partner-2", Map.of("name", "Second partner", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
    }

    private void open(Role role, String path) {
        context.close();
        context = dashboard.as(role).context();
        page = context.pages().getFirst();
        page.navigate(path);
        page.onDialog(dialog -> dialog.accept());
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void unfold(String name) {
        page.locator("summary", new Page.LocatorOptions().setHasText(name)).click();
    }

    private Locator done() {
        return page.locator(".banner.done");
    }

    @Nested
    class Customers {

        @Test
        void areListedAndFoundByAddress() {
            open(Role.ADMIN, "/dashboard/customers");
            assertThat(page.locator("tbody")).containsText("Ada");
            page.getByLabel("Email address, three words or identifier").fill(" ada@example.org ");
            press("Search");
            assertThat(page.locator("tbody tr")).hasCount(1);
        }

        @Test
        void areFoundByTheWordsThatTheyAreShownAs() {
            organisation
                    .place(TestOrganisation.order("of-words", 1_000, "customerId", "c-words"))
                    .expect(201);
            String words = Pseudonym.of(new OrganisationId(organisation.id()), new CustomerId("c-words"));
            open(Role.SUPPORT, "/dashboard/customers");
            for (String typed : List.of(words, words.toUpperCase(Locale.ROOT).replace(' ', '-'), words.split(" ")[0])) {
                page.getByLabel("Email address, three words or identifier").fill(typed);
                press("Search");
                assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText("c-words")))
                        .containsText(words);
                assertThat(page.locator("tbody tr")).hasCount(1);
                assertThat(page).hasURL(Pattern.compile("search="));
            }
        }

        @Test
        void areNotFoundByAnAddressThatTheReaderMayNotSee() {
            open(Role.TECHNICAL, "/dashboard/customers");
            page.getByLabel("Three words or identifier").fill("ada@example.org");
            press("Search");
            assertThat(page.locator("main")).containsText("Nobody found");
            page.getByLabel("Three words or identifier")
                    .fill(Pseudonym.of(new OrganisationId(organisation.id()), new CustomerId("c-1")));
            press("Search");
            assertThat(page.locator("tbody tr")).containsText("c-1");
        }

        @Test
        void haveATimelineOfBothClasses() {
            open(Role.SUPPORT, "/dashboard/customers/c-1");
            assertThat(page.locator(".story")).containsText("Wished");
            assertThat(page.locator(".story")).containsText("Visited");
            assertThat(page.getByText("What the orders come to")).hasCount(0);
            page.locator("select[name=class]").selectOption("BEHAVIOUR");
            assertThat(page).hasURL(Pattern.compile("class=BEHAVIOUR"));
            assertThat(page.locator(".story")).containsText("Wished");
            assertThat(page.locator(".story")).not().containsText("Visited");
        }

        @Test
        void showTechnicalPeopleNoPersons() {
            open(Role.TECHNICAL, "/dashboard/customers/c-1");
            assertThat(page.locator("main")).not().containsText("ada@example.org");
            assertThat(page.locator("h1")).not().hasText("Ada");
        }

        @Test
        void areErasedOnlyByWhoeverTypesTheIdentifier() {
            organisation
                    .admin()
                    .post("/v1/customers/c-gone/identify", Map.of("email", "gone@example.org"))
                    .expect(200);
            organisation
                    .place(TestOrganisation.order("of-gone", 1_000, "customerId", "c-gone"))
                    .expect(201);
            open(Role.ADMIN, "/dashboard/customers/c-gone");
            page.getByLabel("Type the identifier to confirm").fill("another");
            press("Erase");
            assertThat(page.locator(".banner.refused")).containsText("Nothing was erased");
            page.getByLabel("Type the identifier to confirm").fill("c-gone");
            press("Erase");
            assertThat(done()).isVisible();
            assertThat(page.locator("main")).not().containsText("gone@example.org");
        }
    }

    @Nested
    class Integrations {

        @Test
        void showWhatTheyBrought() {
            open(Role.FINANCE, "/dashboard/integrations");
            Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("web-shop"));
            assertThat(row).containsText("£");
            assertThat(page.getByText("New integration")).hasCount(0);
        }

        @Test
        void areMadeAndChanged() {
            open(Role.TECHNICAL, "/dashboard/integrations");
            assertThat(page.getByText("Commission Paid")).hasCount(0);
            unfold("New integration");
            page.getByLabel("Identifier").fill("letter");
            page.getByLabel("Name").fill("Newsletter");
            page.getByLabel("Channel").selectOption("EMAIL");
            press("Make it");
            assertThat(done()).isVisible();
            page.getByText("product-acme").first().click();
            page.getByLabel("Active").uncheck();
            press("Save");
            assertThat(done()).isVisible();
            var saved = organisation
                    .admin()
                    .get("/v1/integrations/letter")
                    .expect(200)
                    .json();
            assertThat(saved.get("active").asBoolean()).isFalse();
            assertThat(saved.get("productIds").get(0).asString()).isEqualTo("product-acme");
        }
    }

    @Nested
    class CatalogueEntries {

        @Test
        void areMadeAndChanged() {
            open(Role.ADMIN, "/dashboard/catalogue");
            page.getByLabel("Identifier").fill("mug");
            page.locator("input[name=name]").fill("Mug");
            page.locator("input[name=categoryId]").fill("gifts");
            page.locator("input[name=providerId]").fill("acme");
            page.getByLabel("Percent of the value").check();
            page.locator("input[name=percent]").fill("7.5");
            press("Save");
            assertThat(done()).isVisible();
            assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText("mug")))
                    .containsText("7.5%");
        }

        @Test
        void areNotMadeOverOnesThatAreThere() {
            open(Role.ADMIN, "/dashboard/catalogue?kind=category");
            page.getByLabel("Identifier").fill("gifts");
            page.locator("input[name=name]").fill("Clobbered");
            press("Save");
            assertThat(page.locator(".banner.refused")).containsText("There is the category gifts already");
            assertThat(page.locator("tbody")).not().containsText("Clobbered");
            open(Role.TECHNICAL, "/dashboard/integrations");
            unfold("New integration");
            page.getByLabel("Identifier").fill("app");
            page.locator("input[name=name]").fill("Clobbered");
            press("Make it");
            assertThat(page.locator(".banner.refused")).containsText("There is the integration app already");
        }

        @Test
        void areNotGivenAwayForAnEmptyPercentage() {
            open(Role.ADMIN, "/dashboard/catalogue");
            page.getByLabel("Identifier").fill("vase");
            page.locator("input[name=name]").fill("Vase");
            page.locator("input[name=categoryId]").fill("gifts");
            page.locator("input[name=providerId]").fill("acme");
            page.getByLabel("Percent of the value").check();
            press("Save");
            assertThat(page.locator(".banner.refused")).containsText("A percentage is expected");
        }

        @Test
        void areNotMadeWithAFigureThatCountsForNothing() {
            open(Role.ADMIN, "/dashboard/catalogue");
            page.getByLabel("Identifier").fill("bowl");
            page.locator("input[name=name]").fill("Bowl");
            page.locator("input[name=categoryId]").fill("gifts");
            page.locator("input[name=providerId]").fill("acme");
            page.locator("input[name=percent]").fill("7.5");
            press("Save");
            assertThat(page.locator(".banner.refused"))
                    .containsText("Say whether it is a percentage or a fixed amount");
            assertThat(page.locator("input[name=percent]")).hasValue("7.5");
            page.locator("input[name=percent]").fill("");
            press("Save");
            assertThat(done()).isVisible();
            page.navigate("/dashboard/catalogue?edit=bowl");
            page.locator("input[name=fixed]").fill("2");
            press("Save");
            assertThat(page.locator(".banner.refused"))
                    .containsText("Say whether it is a percentage or a fixed amount");
            page.getByLabel("A fixed amount").check();
            page.locator("input[name=currency]").fill("GBP");
            press("Save");
            Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("bowl"));
            assertThat(row).containsText("£2.00");
            row.getByRole(AriaRole.LINK).click();
            page.locator("input[name=planType][value='']").check(); // the figure still stands there
            press("Save");
            assertThat(done()).isVisible();
            assertThat(row).containsText("–");
        }

        @Test
        void stayInTheirFormWhenAChangeIsRefused() {
            open(Role.ADMIN, "/dashboard/catalogue?edit=product-zenith");
            page.locator("input[name=name]").fill("Renamed");
            page.locator("input[name=categoryId]").fill("nowhere");
            press("Save");
            assertThat(page.locator(".banner.refused")).isVisible();
            assertThat(page.locator("#edit-title")).containsText("Change product-zenith");
            assertThat(page.getByLabel("Identifier")).hasAttribute("readonly", "readonly");
            assertThat(page.locator("input[name=name]")).hasValue("Renamed");
            assertThat(page.locator("input[name=categoryId]")).hasValue("nowhere");
            assertThat(page.locator("input[name=create]")).hasCount(0);
            page.locator("input[name=name]").fill("product-zenith");
            page.locator("input[name=categoryId]").fill("books");
            press("Save");
            assertThat(done()).isVisible();
            open(Role.TECHNICAL, "/dashboard/integrations/app");
            page.locator("input[name=name]").fill(" ");
            page.getByLabel("Channel").selectOption("EMAIL");
            press("Save");
            assertThat(page.locator(".banner.refused")).containsText("Name");
            assertThat(page.locator("h1")).hasText("App");
            assertThat(page.getByLabel("Channel")).hasValue("EMAIL");
        }

        @Test
        void areRefusedWithTheReason() {
            open(Role.ADMIN, "/dashboard/catalogue");
            page.getByLabel("Identifier").fill("lamp");
            page.locator("input[name=name]").fill("Lamp");
            page.locator("input[name=categoryId]").fill("nowhere");
            page.locator("input[name=providerId]").fill("acme");
            press("Save");
            assertThat(page.locator(".banner.refused")).isVisible();
        }
    }

    @Nested
    class Reports {

        @Test
        void creditIsToppedUpAndShown() {
            open(Role.FINANCE, "/dashboard/reports/credits?report=credit-top-ups&accountId=partner-1");
            assertThat(page.locator("main")).containsText("Nothing here");
            unfold("Top up an account");
            page.getByLabel("Account to top up").fill("partner-1");
            page.getByLabel("Amount, in the currency of the account").fill("25.50");
            press("Top up");
            assertThat(done()).isVisible();
            assertThat(page.locator("tbody")).containsText("£25.50");
            page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true))
                    .fill("partner-1");
            page.locator("main form.filters button[type=submit]").click();
            assertThat(page.locator("tfoot")).containsText("£25.50");
            unfold("Top up an account");
            page.getByLabel("Account to top up").fill("nobody");
            page.getByLabel("Amount, in the currency of the account").fill("1");
            press("Top up");
            assertThat(page.locator(".banner.refused")).isVisible();
        }

        @Test
        void discountsAreGrantedAndRevoked() {
            open(Role.FINANCE, "/dashboard/reports/discounts");
            unfold("Grant a discount");
            page.getByLabel("Its name, made up when empty").fill("spring");
            page.getByLabel("For the account").fill("partner-1");
            page.locator("input[name=percent]").fill("12.5");
            page.getByLabel("First day").fill("2020-01-01");
            press("Grant");
            assertThat(done()).isVisible();
            Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("spring"));
            row.getByRole(AriaRole.BUTTON).click();
            assertThat(done()).hasText("The discount was revoked.");
            assertThat(row).containsText("Revoked");
        }

        @Test
        void aDiscountIsNotGrantedOverOneThatIsThere() {
            organisation
                    .admin()
                    .put(
                            "/v1/discounts/winter",
                            Map.of(
                                    "accountId",
                                    "partner-1",
                                    "type",
                                    "PERCENT",
                                    "basisPoints",
                                    500,
                                    "from",
                                    "2011-01-01"))
                    .expect(200);
            open(Role.FINANCE, "/dashboard/reports/discounts");
            unfold("Grant a discount");
            page.getByLabel("Its name, made up when empty").fill("winter");
            page.getByLabel("For the account").fill("partner-2");
            page.locator("input[name=percent]").fill("90");
            page.getByLabel("First day").fill("2020-01-01");
            press("Grant");
            assertThat(page.locator(".banner.refused")).containsText("There is the discount winter already");
            assertThat(page.getByLabel("For the account")).hasValue("partner-2");
            var before =
                    organisation.admin().get("/v1/discounts/winter").expect(200).json();
            assertThat(before.get("accountId").asString()).isEqualTo("partner-1");
            assertThat(before.get("basisPoints").asLong()).isEqualTo(500);
        }

        @Test
        void aGrantThatIsSentTwiceIsNotToldOfItself() {
            open(Role.FINANCE, "/dashboard/reports/discounts");
            unfold("Grant a discount");
            page.getByLabel("Its name, made up when empty").fill("impatient");
            page.getByLabel("For the account").fill("partner-1");
            page.locator("input[name=percent]").fill("3");
            page.getByLabel("First day").fill("2020-01-01");
            page.evaluate("""
                    async () => {
                      const form = document.querySelector("form[action$='/grant']");
                      await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
                    }""");
            press("Grant");
            assertThat(done()).hasText("The discount was granted.");
        }

        @Test
        void aDiscountMayBeAnAmount() {
            open(Role.FINANCE, "/dashboard/reports/discounts");
            unfold("Grant a discount");
            page.getByLabel("Its name, made up when empty").fill("fixed");
            page.getByLabel("For customers of the partner").fill("partner-1");
            page.getByLabel("Fixed amount").fill("2.50");
            page.getByLabel("First day").fill("2020-01-01");
            press("Grant");
            assertThat(done()).isVisible();
            Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("fixed"));
            assertThat(row).containsText("Fixed");
            assertThat(row).containsText("£2.50");
            assertThat(page.locator("tfoot")).not().containsText("£2.50");
        }

        @Test
        void anAccountHasAPageWithEveryMovement() {
            open(Role.FINANCE, "/dashboard/reports/credits?accountId=partner-2");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("partner-2"))
                    .click();
            assertThat(page.locator("h1")).hasText("Second partner");
            page.getByLabel("Amount in GBP").fill("30");
            press("Top up");
            assertThat(done()).isVisible();
            assertThat(page.locator("#available")).hasText("£30.00");
            organisation
                    .admin()
                    .post("/v1/accounts/partner-2/usage", usage("used", 1_250))
                    .expect(201);
            assertThat(organisation
                            .admin()
                            .get("/v1/accounts/partner-2/balance")
                            .json()
                            .get("available")
                            .asLong())
                    .isEqualTo(1_750);
            page.reload();
            assertThat(page.locator("#available")).hasText("£17.50");
            assertThat(page.locator("#entries-title ~ .scroll tbody tr").first())
                    .containsText("1 × product-acme");
            page.locator("summary", new Page.LocatorOptions().setHasText("Withdraw"))
                    .click();
            page.locator("tbody select[name=reasonCode]").selectOption("FRAUD");
            press("Withdraw");
            assertThat(page.locator("#available")).hasText("£0.00");
        }

        private Map<String, Object> usage(String id, long pence) {
            return Map.of(
                    "usageId", id, "productId", "product-acme", "amount", Map.of("amount", pence, "currency", "GBP"));
        }

        @Test
        void theFileHasWhatIsOnScreen() throws IOException {
            open(Role.AUDITOR, "/dashboard/reports/revenue?report=revenue-by-service");
            Locator figures = page.locator("tbody tr").first().locator("td.number");
            String net = figures.last().textContent().replace("£", "");
            assertThat(page.locator("tfoot")).containsText("£");
            Download download =
                    page.waitForDownload(() -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true))
                            .click());
            List<String> lines = Files.readAllLines(download.path());
            assertThat(lines).hasSize(1 + page.locator("tbody tr").count());
            assertThat(lines.get(1)).contains("product-acme").contains(net);
        }

        @Test
        void ageingShowsWhatIsPending() {
            open(Role.FINANCE, "/dashboard/reports/ageing");
            assertThat(page.locator("tbody")).containsText("£2.00");
        }

        @Test
        void payoutsAreGatheredAndApprovedByAnother() {
            open(Role.FINANCE, "/dashboard/reports/payouts");
            gather();
            press("Cancel");
            assertThat(page.locator("tbody")).containsText("Cancelled");
            assertThat(page.locator("tbody")).not().containsText("Draft");
            gather(); // what was in the cancelled one is free again
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve")))
                    .isInViewport();
            press("Approve");
            assertThat(page.locator("#told")).isVisible();
            assertThat(page.locator("#told")).containsText("another");
            TestDashboard.assertFitForAll(page, "payouts");
            open(Role.ADMIN, "/dashboard/reports/payouts");
            press("Approve");
            assertThat(page.locator("tbody")).containsText("Approved");
            page.locator("tbody a").first().click();
            assertThat(page.locator("h1 + .state")).hasText("Approved");
            assertThat(page.locator("#lines-title ~ .scroll tbody")).containsText("£5.00");
            assertThat(page.locator(".story li")).hasCount(2);
            assertThat(page.locator(".story li").first()).containsText(dashboard.emailOf(Role.FINANCE));
            page.getByLabel("Why the money did not move").fill("closed account");
            press("Fail");
            assertThat(page.locator("h1 + .state")).hasText("Failed");
            assertThat(page.locator("main")).containsText("closed account");
            press("Approve");
            assertThat(page.locator("h1 + .state")).hasText("Approved");
            page.getByLabel("What the bank calls it").fill("BACS 1");
            press("Settle");
            assertThat(page.locator("h1 + .state")).hasText("Settled");
            assertThat(page.locator("#move-title")).hasCount(0);
        }

        private void gather() {
            unfold("Gather a payout");
            page.getByLabel("Booked from").fill("2011-01-01");
            page.getByLabel("Booked before").fill("2100-01-01");
            press("Gather");
            assertThat(page.locator("tbody")).containsText("Draft");
        }

        @Test
        void statementsAreComparedAndAppliedByAnother() throws IOException {
            organisation.place("stated", 10_000);
            organisation.place("differs", 10_000);
            open(Role.FINANCE, "/dashboard/reports/statements");
            page.getByLabel("Provider of the statement").fill("acme");
            page.getByLabel("Its reference").fill("March");
            String rows = "orderId,amount,currency,at\nstated,500,GBP,\ndiffers,300,GBP,\nunknown,100,GBP,\n";
            page.locator("input[type=file]")
                    .setInputFiles(new FilePayload("march.csv", "text/csv", rows.getBytes(StandardCharsets.UTF_8)));
            press("Upload and compare");
            assertThat(page.locator("h1")).hasText("March");
            assertThat(page.locator("tbody")).containsText("Not in ledger");
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("stated")))
                    .hasCount(1);
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("unknown")))
                    .hasCount(0);
            press("Apply");
            assertThat(page.locator("[data-told]")).hasClass(Pattern.compile("refused"));
            String here = page.url();
            open(Role.ADMIN, here);
            page.getByLabel("Which lines").selectOption("AMOUNT_DIFFERS");
            press("Apply");
            assertThat(page.locator("main")).containsText("1 accepted, 0 unchanged, 0 refused, Amount differs");
            assertThat(page.locator("tbody tr").nth(0)).not().containsText("Applied");
            assertThat(page.locator("tbody tr").nth(1)).containsText("Applied");
            press("Apply");
            assertThat(page.locator("[data-call]")).hasCount(0);
            assertThat(page.locator("tbody tr").nth(0)).containsText("Applied");
            page.navigate("/dashboard/reports/statements?providerId=acme");
            assertThat(page.locator("tfoot")).containsText("All of them");
            assertThat(page.locator("tfoot")).containsText("£8.00");
            Download download =
                    page.waitForDownload(() -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true))
                            .click());
            List<String> written = Files.readAllLines(download.path());
            assertThat(written).hasSize(2);
            assertThat(written.getLast()).contains("March,acme", "APPLIED", "GBP,9.00", "8.00");
            page.navigate("/dashboard/reports/statements?providerId=zenith");
            assertThat(page.locator("main")).containsText("No statements yet");
        }

        @Test
        void areNotForSupport() {
            open(Role.SUPPORT, "/dashboard/reports/credits");
            assertThat(page.locator("main")).containsText("your role may not open it");
        }
    }

    /** All that these tests do is recorded today, with times of 2011: what happened then was known to nobody then. */
    @Nested
    class OnAPastDay {

        @Test
        void thereWasNoCatalogueAndNoIntegration() {
            open(Role.AUDITOR, "/dashboard/catalogue?asOf=2020-01-01");
            assertThat(page.locator(".banner.past")).containsText("as it stood");
            assertThat(page.locator("main")).containsText("The catalogue had no such entry on that day.");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Integrations"))
                    .first()
                    .click();
            assertThat(page).hasURL(Pattern.compile("asOf=2020-01-01"));
            assertThat(page.locator("main")).containsText("No integrations yet");
        }

        @Test
        void customersShowWhatTheyHadDoneByThen() {
            open(Role.ADMIN, "/dashboard/customers?asOf=2011-02-28");
            assertThat(page.locator(".banner.past")).containsText("as it is known today");
            assertThat(page.locator("main")).containsText("Nobody found");
            page.navigate("/dashboard/customers?asOf=2011-03-01");
            Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("c-1"));
            assertThat(row.locator("td.number").first()).hasText("0");
            row.locator("a").click();
            assertThat(page.locator(".story")).containsText("Order placed");
            assertThat(page.locator(".story")).not().containsText("Wished");
        }

        @Test
        void payoutsAccountsAndEventsOfLaterAreNotThere() {
            open(Role.AUDITOR, "/dashboard/reports/credits/accounts/partner-1?asOf=2020-01-01");
            assertThat(page.locator("main")).containsText("There is no such account");
            assertThat(page.locator(".banner.past")).containsText("what came later is not there");
            page.navigate("/dashboard/audit/events/1?asOf=2020-01-01");
            assertThat(page.locator("main")).containsText("There is no such event");
            page.navigate("/dashboard/reports/statements?asOf=2020-01-01");
            assertThat(page.locator("main")).containsText("No statements yet");
        }

        @Test
        void pagesOfTodaySaySo() {
            open(Role.ADMIN, "/dashboard/users?asOf=2020-01-01");
            assertThat(page.locator(".banner")).containsText("it shows today");
        }
    }

    /** With more customers than fit on a page, who came one a day. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfMany {

        private final TestOrganisation many =
                TestService.shared().organisation().withCatalogue();
        private final TestDashboard theirs = new TestDashboard(many);

        @BeforeAll
        void sixtyDays() {
            Instant first = Instant.parse("2011-03-01T10:00:00Z");
            List<Map<String, Object>> orders = IntStream.range(0, 60)
                    .mapToObj(day -> {
                        Map<String, Object> order = TestOrganisation.order("o-" + day, 1_000);
                        order.put("customerId", "c-%02d".formatted(day));
                        order.put("at", first.plus(Duration.ofDays(day)).toString());
                        return order;
                    })
                    .toList();
            many.admin().post("/v1/orders/bulk", Map.of("items", orders)).expect(200);
            many.admin().post("/v1/orders/o-0/commission/confirm", Map.of()).expect(200);
            assertThat(many.admin().get("/v1/customers?limit=100").data()).hasSize(60);
        }

        private void openTheirs(String path) {
            context.close();
            context = theirs.as(Role.ADMIN).context();
            page = context.pages().getFirst();
            page.navigate(path);
            page.onDialog(dialog -> dialog.accept());
        }

        @Test
        void aPastDayBeginsAtItsFirstPageAndSoDoesToday() {
            openTheirs("/dashboard/customers");
            page.getByText("Next page").click();
            assertThat(page).hasURL(Pattern.compile("cursor="));
            assertThat(page.locator("tbody tr")).hasCount(10);
            page.locator("#as-of").fill("2011-04-10");
            page.locator("form.as-of button").click();
            assertThat(page).hasURL(Pattern.compile("/dashboard/customers\\?asOf=2011-04-10$"));
            assertThat(page.locator("tbody tr")).hasCount(41);
            assertThat(page.locator("tbody tr").first()).containsText("c-40");
            page.navigate("/dashboard/customers?asOf=2011-04-29");
            page.getByText("Next page").click();
            assertThat(page.locator("tbody tr")).hasCount(10);
            page.getByText("Back to today").click();
            assertThat(page).hasURL(Pattern.compile("/dashboard/customers$"));
            assertThat(page.locator("tbody tr").first()).containsText("c-59");
        }

        @Test
        void aStatementThatWasBegunIsGoneOnWithAsItWasBegun() {
            assertThat(offeredAfterBeginning("one outcome", new StatementSelection(null, List.of(LineOutcome.MATCHED))))
                    .containsExactly("Matched");
            assertThat(page.locator("main")).containsText("Begun and not ended yet, Matched");
            press("Apply");
            assertThat(page.locator("main")).containsText("Applied: 1 accepted");
            assertThat(offeredAfterBeginning("one line", new StatementSelection(List.of(1), null)))
                    .isEmpty();
            assertThat(page.locator("main")).containsText("Whoever began it goes on with it by the API");
        }

        private List<String> offeredAfterBeginning(String reference, StatementSelection selection) {
            String id = many.as(Role.FINANCE)
                    .postCsv(
                            "/v1/statements?providerId=acme&reference=" + reference.replace(' ', '-'),
                            "orderId,amount,currency\no-1,50,GBP\n" + reference.replace(' ', '-') + ",100,GBP\n")
                    .expect(201)
                    .json()
                    .get("statementId")
                    .asString();
            OrganisationId here = new OrganisationId(many.id());
            TestService.shared()
                    .bean("ledger", Ledger.class)
                    .execute(
                            new CommandContext(here, EventMetadata.system("tests")),
                            TestService.shared()
                                    .bean("statementDrafts", StatementDrafts.class)
                                    .begin(here, new StatementId(id), selection, "somebody-else", Instant.now()),
                            null);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> many.admin()
                            .get("/v1/statements/" + id)
                            .json()
                            .get("state")
                            .asString()
                            .equals("APPLYING"));
            openTheirs("/dashboard/reports/statements/" + id);
            assertThat(page.locator("main")).containsText("Begun and not ended yet");
            return page.locator("select[name=outcomes] option").allTextContents();
        }

        @Test
        void whatWasDoneButNotAnsweredIsNotDoneAgain() {
            openTheirs("/dashboard/reports/payouts");
            page.route(
                    "**/dashboard/reports/payouts",
                    route -> {
                        route.fetch();
                        route.abort();
                    },
                    new Page.RouteOptions().setTimes(1));
            unfold("Gather a payout");
            page.getByLabel("Booked from").fill("2011-01-01");
            page.getByLabel("Booked before").fill("2100-01-01");
            press("Gather");
            assertThat(page.locator("[data-told]")).hasClass(Pattern.compile("refused"));
            press("Gather");
            assertThat(done()).hasText("The payout was gathered.");
            assertThat(page.locator("tbody tr")).hasCount(1);
        }
    }

    @Nested
    class Audit {

        @Test
        void showsEveryEventAndItsProof() {
            open(Role.AUDITOR, "/dashboard/audit");
            page.locator("select[name=type]").selectOption("order.placed");
            assertThat(page.locator("#events-title ~ .scroll tbody tr").first()).containsText("order.placed");
            page.locator("#events-title ~ .scroll tbody tr a").first().click();
            assertThat(page.locator("pre").first()).containsText("\"order\"");
            organisation.admin().get("/v1/audit/checkpoint").expect(200);
            page.reload();
            assertThat(page.locator(".state.good")).hasText("Sealed");
        }

        @Test
        void isVerifiedOnScreen() {
            open(Role.AUDITOR, "/dashboard/audit");
            press("Verify now");
            assertThat(page.locator("#verify-told")).containsText("Verified");
        }

        @Test
        void isNotSaidToBeVerifiedWhenTheAnswerBreaksOff() {
            open(Role.AUDITOR, "/dashboard/audit");
            page.route(
                    "**/dashboard/audit/verify",
                    route -> route.fulfill(new Route.FulfillOptions().setBody("{\"events\":2,\"of\":2}\n")));
            press("Verify now");
            assertThat(page.locator("#verify-told")).containsText("broke off before its end");
            assertThat(page.locator("#verify-told")).hasClass(Pattern.compile("refused"));
        }
    }
}
