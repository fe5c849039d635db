package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.testing.Trap;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        void whoIsInvitedTwiceIsOneUserWhoseLinkIsToldOf() {
            admin.navigate("/dashboard/users");
            admin.getByLabel("Email address").fill("twice@example.org");
            press(admin, "Make a link");
            assertThat(admin.locator("input[data-copy]")).hasCount(1);
            admin.getByLabel("Email address").fill("twice@example.org");
            admin.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Make a link").setExact(true))
                    .dblclick();
            assertThat(admin.locator("[role=alert]")).containsText("is invited already. Make a new link");
            assertThat(row("twice@example.org")).hasCount(1);
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

        /** The history says that it is revoked, and the service stopped before the secret was destroyed. */
        @Test
        void aClientThatWasRevokedByHalvesIsOutWhenItIsRevokedAgain() {
            admin.navigate("/dashboard/settings/clients");
            admin.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("half");
            press(admin, "Create");
            String id = admin.getByLabel("Client id").inputValue();
            String secret = admin.getByLabel("Secret").inputValue();
            OrganisationId here = new OrganisationId(organisation.id());
            RevokeClient revoke = new RevokeClient(OrganisationCommand.stream(here), new ClientId(id), Instant.now());
            TestService.shared()
                    .bean("ledger", Ledger.class)
                    .execute(new CommandContext(here, EventMetadata.system("tests")), () -> Draft.of(revoke), null);
            assertThat(TestService.shared().askForToken(id, secret).status()).isEqualTo(200);
            row("half")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
                    .click();
            assertThat(admin.locator("[role=alert]")).isVisible();
            assertThat(TestService.shared().askForToken(id, secret).status()).isEqualTo(401);
            awaitRows("half", 0);
        }

        @Test
        void theSecretIsShownEvenWhileTheListIsBehind() throws SQLException {
            admin.navigate("/dashboard/settings/webhooks");
            admin.getByLabel("URL").fill("http://127.0.0.1:9/early");
            admin.getByLabel("order.placed").check();
            try (Connection busy = TestService.shared().database().owner().getConnection();
                    Statement statement = busy.createStatement()) {
                busy.setAutoCommit(false);
                statement.execute(
                        "lock table ledger_webhooks.endpoint in share mode"); // read it may be, but not written
                press(admin, "Register");
                assertThat(admin.getByLabel("Secret")).hasValue(Pattern.compile("^whsec_"));
                assertThat(row("http://127.0.0.1:9/early")).hasCount(0);
                busy.rollback();
            }
            awaitRows("http://127.0.0.1:9/early", 1);
        }

        /** What has just happened is on the page a moment later. */
        private void awaitRows(String text, int count) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                admin.navigate(admin.url());
                return row(text).count() == count;
            });
        }

        @Test
        void twoClicksMakeOneClientAndOneEndpointWhoseSecretsAreShown() {
            admin.navigate("/dashboard/settings/clients");
            admin.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("clicked");
            button("Create").dblclick();
            String secret = admin.getByLabel("Secret").inputValue();
            String id = admin.getByLabel("Client id").inputValue();
            assertThat(row("clicked")).hasCount(1);
            assertThat(TestService.shared().askForToken(id, secret).status()).isEqualTo(200);
            admin.navigate("/dashboard/settings/webhooks");
            admin.getByLabel("URL").fill("http://127.0.0.1:9/clicked");
            admin.getByLabel("order.placed").check();
            button("Register").dblclick();
            assertThat(admin.getByLabel("Secret")).hasValue(Pattern.compile("^whsec_"));
            assertThat(row("http://127.0.0.1:9/clicked")).hasCount(1);
        }

        private Locator button(String name) {
            return admin.getByRole(
                    AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
        }

        @Test
        void formsThatAreSentTwiceAtOnceMakeOneClientAndOneEndpoint() {
            admin.navigate("/dashboard/settings/clients");
            admin.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .fill("twice");
            assertThat(sendTwice("/clients")).containsExactlyInAnyOrder("a secret", "sent before");
            admin.reload();
            assertThat(row("twice")).hasCount(1);
            admin.navigate("/dashboard/settings/webhooks");
            admin.getByLabel("URL").fill("http://127.0.0.1:9/twice");
            admin.getByLabel("order.placed").check();
            assertThat(sendTwice("/webhooks")).containsExactlyInAnyOrder("a secret", "sent before");
            admin.reload();
            assertThat(row("http://127.0.0.1:9/twice")).hasCount(1);
            row("http://127.0.0.1:9/twice").getByRole(AriaRole.LINK).click();
            assertThat(button("New secret")).isVisible();
            assertThat(sendTwice("/rotate-secret")).containsExactlyInAnyOrder("a secret", "sent before");
        }

        /** What each answer shows. */
        private List<String> sendTwice(String action) {
            List<?> answers = (List<?>) admin.evaluate("""
                    async (action) => {
                      const form = document.querySelector(`form[method=post][action$="${action}"]`);
                      const send = async () => {
                        const wish = { method: "POST", body: new URLSearchParams(new FormData(form)) };
                        const text = await (await fetch(form.action, wish)).text();
                        const secret = text.includes("data-copy");
                        return secret === text.includes("This form was sent before") ? text : secret ? "a secret" : "sent before";
                      };
                      return Promise.all([send(), send()]);
                    }""", action);
            return answers.stream().map(Object::toString).toList();
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
            assertThat(admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("http://127.0.0.1:9/ledger")))
                    .hasCount(0);
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

        /** An old browser, a proxy, or somebody who tries what happens. */
        @ParameterizedTest
        @ValueSource(strings = {"%", "%zz", "Nowhere/Land", "%00"})
        void aTimezoneThatIsNoneKeepsNobodyOut(String zone) {
            try (BrowserContext context = dashboard.as(Role.ADMIN).context()) {
                context.addCookies(List.of(new Cookie("timezone", zone)
                        .setUrl(TestService.shared().base().toString())));
                for (String path : List.of("/dashboard", "/dashboard/orders?from=2011-03-01", "/sign-in")) {
                    assertThat(context.request().get(path).status()).as(path).isEqualTo(200);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/dashboard?from=%",
                    "/dashboard?categoryId=%00",
                    "/dashboard/suggestions/categories?categoryId=%00",
                    "/dashboard/customers?search=%00",
                    "/dashboard/orders?status=%",
                    "/dashboard/orders?status=NONE",
                    "/dashboard/orders?cursor=none",
                    "/dashboard/catalogue?kind=none",
                    "/dashboard/audit/events/none",
                    "/dashboard/settings/webhooks/none"
                })
        void anAddressThatMakesNoSenseIsRefusedWithAPage(String path) {
            assertRefused(admin.context().request().get(path), path);
        }

        @Test
        void aFormThatMakesNoSenseIsRefusedWithAPage() {
            admin.navigate("/dashboard/account");
            Map<?, ?> token = (Map<?, ?>) admin.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))");
            for (String path : List.of(
                    "/dashboard/users",
                    "/dashboard/users/none/role",
                    "/dashboard/settings/webhooks/none/deliveries/none/redeliver")) {
                RequestOptions options =
                        RequestOptions.create().setForm(FormData.create().set("role", "NOBODY"));
                token.forEach((name, value) -> options.setHeader(name.toString(), value.toString()));
                assertRefused(admin.context().request().post(path, options), path);
            }
        }

        private static void assertRefused(APIResponse answer, String path) {
            assertThat(answer.status()).as(path).isBetween(400, 499);
            assertThat(answer.text()).as(path).contains("That did not work");
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
