package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.testing.Trap;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users, settings and operations, in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private final Page admin = dashboard.as(Role.ADMIN);

    AdministrationTest() {
        admin.onDialog(Dialog::accept);
    }

    @AfterAll
    void close() {
        admin.context().close();
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private Locator row(String text) {
        return admin.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    @Nested
    class OfUsers {

        @Test
        void anInvitationShowsItsLinkOnce() {
            admin.navigate("/dashboard/users");
            admin.getByLabel("Email address").fill("invited@example.org");
            admin.locator("main form.row select[name=role]").first().selectOption("FINANCE");
            press(admin, "Make a link");
            assertThat(admin.locator("input[data-copy]")).hasValue(Pattern.compile("/invitation/[\\w-]{43}$"));
            assertThat(row("invited@example.org")).containsText("Invited");
            admin.navigate("/dashboard/users");
            assertThat(admin.locator("input[data-copy]")).hasCount(0);
        }

        @Test
        void theLastAdminStays() {
            admin.navigate("/dashboard/users");
            Locator own = row(dashboard.emailOf(Role.ADMIN));
            own.locator("select").selectOption("SUPPORT");
            own.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Change"))
                    .click();
            assertThat(admin.locator("[role=alert]")).containsText("The last ADMIN cannot be removed");
        }

        @Test
        void aRoleIsChangedAndALinkIsMadeAnew() {
            String email = dashboard.user(Role.AUDITOR);
            dashboard.invite("slow@example.org", Role.SUPPORT);
            admin.navigate("/dashboard/users");
            assertThat(row("slow@example.org")).containsText("Never");
            assertThat(row(email)).not().containsText("Never");
            row(email).locator("select").selectOption("FINANCE");
            row(email)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Change"))
                    .click();
            assertThat(admin.locator("[role=status]")).containsText("The role was changed");
            assertThat(row(email).locator("select")).hasValue("FINANCE");
            row("slow@example.org")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("New link"))
                    .click();
            assertThat(admin.locator("input[data-copy]")).hasValue(Pattern.compile("/invitation/[\\w-]{43}$"));
        }

        @Test
        void whoIsDeactivatedIsOutAtOnce() {
            String email = dashboard.user(Role.AUDITOR);
            Page leaving = dashboard.anonymous();
            TestDashboard.signIn(leaving, email, TestDashboard.PASSWORD);
            assertThat(leaving).hasURL(Pattern.compile("/dashboard$"));
            admin.navigate("/dashboard/users");
            row(email)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Deactivate"))
                    .click();
            assertThat(row(email)).containsText("Deactivated");
            leaving.navigate("/dashboard");
            assertThat(leaving).hasURL(Pattern.compile("/sign-in"));
            leaving.context().close();
        }
    }

    @Nested
    class OfSettings {

        @Test
        void theyChangeTheHeadAndTheColour() {
            admin.navigate("/dashboard/settings");
            admin.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("Corner & Sons");
            admin.getByLabel("Primary colour").fill("#ffcc00");
            admin.getByLabel("Support leads to").fill("mailto:help@example.org");
            press(admin, "Save");
            assertThat(admin.locator(".brand span")).hasText("Corner & Sons");
            assertThat(admin.locator(".side a[href='mailto:help@example.org']")).hasCount(1);
            TestDashboard.assertFitForAll(admin, "settings-in-yellow");
        }

        @Test
        void whatIsRefusedSaysWhy() {
            admin.navigate("/dashboard/settings");
            admin.getByLabel("Support leads to").fill("nowhere");
            press(admin, "Save");
            assertThat(admin.locator("[role=alert]")).containsText("An address that begins with");
        }

        @Test
        void aClientIsMadeAndRevoked() {
            admin.navigate("/dashboard/settings/clients");
            admin.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("till");
            press(admin, "Create");
            String id = admin.getByLabel("Client id").inputValue();
            String secret = admin.getByLabel("Secret").inputValue();
            assertThat(TestService.shared().askForToken(id, secret).status()).isEqualTo(200);
            row("till")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
                    .click();
            assertThat(row("till")).hasCount(0);
            assertThat(TestService.shared().askForToken(id, secret).status()).isEqualTo(401);
        }

        @Test
        void anEndpointIsRegisteredTestedAndRemoved() {
            admin.navigate("/dashboard/settings/webhooks");
            admin.getByLabel("URL").fill("http://127.0.0.1:9/ledger");
            admin.getByLabel("order.placed").check();
            press(admin, "Register");
            assertThat(admin.getByLabel("Secret")).hasValue(Pattern.compile("^whsec_"));
            admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("http://127.0.0.1:9/ledger"))
                    .click();
            press(admin, "Send a test");
            assertThat(admin.locator("main")).containsText("webhook.test");
            press(admin, "New secret");
            assertThat(admin.getByLabel("Secret", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue(Pattern.compile("^whsec_"));
            press(admin, "Remove");
            assertThat(admin.locator("main")).containsText("No endpoint yet");
        }
    }

    @Nested
    class OfDeliveries {

        @Test
        void whatWasGivenUpIsSentAgain() {
            try (Receiver receiver = new Receiver();
                    BrowserContext context = dashboard.as(Role.TECHNICAL).context()) {
                receiver.answers(message -> Receiver.Response.of(500));
                organisation
                        .admin()
                        .post("/v1/webhooks", Map.of("url", receiver.url("/till"), "types", List.of("credits.low")))
                        .expect(201);
                Page page = context.pages().getFirst();
                page.navigate("/dashboard/settings/webhooks");
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    page.reload(); // what the API has just made is on the page a moment later
                    return page.getByText(receiver.url("/till")).count() == 1;
                });
                page.getByText(receiver.url("/till")).click();
                press(page, "Send a test");
                assertThat(page.locator("[role=status]")).containsText("A test was sent");
                awaitState(page, "Failed");
                int attempts = receiver.messages("/till").size();
                receiver.answers(message -> Receiver.Response.OK);
                press(page, "Send again");
                assertThat(page.locator("[role=status]")).containsText("It is sent once more");
                awaitState(page, "Delivered");
                assertThat(receiver.messages("/till")).hasSize(attempts + 1);
            }
        }

        private static void awaitState(Page page, String state) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                page.reload();
                return page.locator("tbody .state").first().innerText().equals(state);
            });
        }
    }

    @Nested
    class OfOperations {

        @Test
        void aRebuildIsSeenThrough() {
            try (BrowserContext context = dashboard.as(Role.TECHNICAL).context()) {
                Page page = context.pages().getFirst();
                page.onDialog(Dialog::accept);
                page.navigate("/dashboard/operations");
                page.locator("#projection-organisations button").click();
                assertThat(page.locator("[role=status]")).containsText("made anew");
                assertThat(page.locator("#projection-organisations .state")).hasText("Running");
                page.locator("#projection-organisations a").first().click();
                assertThat(page.locator("main")).containsText("Nothing is parked");
            }
        }

        @Test
        void whatIsParkedIsTriedAgainUntilItIsTaken() {
            try (BrowserContext context = dashboard.as(Role.TECHNICAL).context()) {
                Page page = context.pages().getFirst();
                page.navigate("/dashboard/operations");
                try (Trap trap = new Trap(TestService.shared(), organisation)) {
                    trap.spring();
                    page.locator("#projection-customers td a").click(); // comes by itself
                    assertThat(page.locator("tbody")).containsText("customer-events/trapped");
                    press(page, "Try them again");
                    assertThat(page.locator("[role=alert]")).containsText("1 event could still not be taken");
                }
                press(page, "Try them again");
                assertThat(page.locator("[role=status]")).containsText("All parked events were taken");
                assertThat(page.locator("main")).containsText("Nothing is parked");
            }
        }
    }

    @Nested
    class ByRole {

        @Test
        void aFormWithoutItsTokenIsRefused() {
            try (BrowserContext context = dashboard.as(Role.ADMIN).context()) {
                assertThat(context.request().post("/sign-out").status()).isEqualTo(403);
            }
        }

        @Test
        void thePolicyLetsNoScriptStandInAPage() {
            Response response = admin.navigate("/dashboard");
            assertThat(response.headers().get("content-security-policy")).contains("default-src 'self'");
            assertThat(response.headers().get("content-security-policy")).doesNotContain("unsafe");
            assertThat(admin.locator("[style], style, script:not([src])")).hasCount(0);
        }
    }
}
