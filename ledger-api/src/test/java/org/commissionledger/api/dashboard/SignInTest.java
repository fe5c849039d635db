package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Objects;
import java.util.regex.Pattern;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.users.Invitations.Invitation;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In and out, in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private final Page page = dashboard.anonymous();

    @AfterEach
    void forgetWhoIsIn() {
        page.context().clearCookies();
    }

    private void press(String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    @Test
    void theFormIsFitForAll() {
        page.navigate("/sign-in");
        TestDashboard.assertFitForAll(page, "sign-in");
    }

    @Test
    void theAdministratorOfTheFirstStartGetsIn() {
        TestDashboard.signIn(page, "admin@example.org", TestService.PASSWORD);
        assertThat(page).hasURL(Pattern.compile("/dashboard$"));
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Analytics");
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressLookTheSame() {
        TestDashboard.signIn(page, dashboard.emailOf(Role.ADMIN), "not the password");
        String known = page.locator("[role=alert]").textContent();
        TestDashboard.signIn(page, "nobody@example.org", "not the password");
        assertThat(page.locator("[role=alert]").textContent()).isEqualTo(known);
    }

    @Test
    void whoIsNotInIsLedBackToWhatTheyAskedFor() {
        page.navigate("/dashboard/account?asOf=2020-01-01");
        assertThat(page).hasURL(Pattern.compile("/sign-in\\?to="));
        page.getByLabel("Email address").fill(dashboard.emailOf(Role.FINANCE));
        page.getByLabel("Password").fill(TestDashboard.PASSWORD);
        press("Sign in");
        assertThat(page).hasURL(Pattern.compile("/dashboard/account\\?asOf=2020-01-01$"));
        assertThat(page.locator(".banner")).containsText("This page cannot go back");
    }

    @Test
    void whoSendsAFormAfterTheEndIsToldAndLedBack() {
        TestDashboard.signIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
        page.navigate("/dashboard/catalogue?kind=category");
        page.getByLabel("Identifier").fill("late");
        page.locator("input[name=name]").fill("Late");
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("ledger-session"));
        press("Save");
        assertThat(page.locator(".banner")).containsText("was not carried out");
        TestDashboard.fillIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
        assertThat(page).hasURL(Pattern.compile("/dashboard/catalogue\\?kind=category$"));
    }

    @Test
    void whoActsAfterTheEndIsToldThatNothingWasDone() {
        TestDashboard.signIn(page, dashboard.emailOf(Role.FINANCE), TestDashboard.PASSWORD);
        page.navigate("/dashboard/reports/payouts");
        page.locator("summary", new Page.LocatorOptions().setHasText("Gather a payout"))
                .click();
        page.getByLabel("Booked from").fill("2011-01-01");
        page.getByLabel("Booked before").fill("2100-01-01");
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("ledger-session"));
        long before = organisation.events();
        press("Gather");
        assertThat(page.locator("[data-told]")).containsText("Nothing was done: you are signed out");
        assertThat(page.locator(".banner.done")).hasCount(0);
        assertThat(organisation.events()).isEqualTo(before);
        page.reload();
        TestDashboard.fillIn(page, dashboard.emailOf(Role.FINANCE), TestDashboard.PASSWORD);
        assertThat(page).hasURL(Pattern.compile("/dashboard/reports/payouts$"));
        assertThat(page.locator(".banner.done")).hasCount(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in?to=%", "/sign-in?to=/dashboard&ended=%"})
    void aLinkThatWasCutOffKeepsNobodyOut(String link) {
        assertThat(Objects.requireNonNull(page.navigate(link)).status()).isEqualTo(200);
        TestDashboard.fillIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
        assertThat(page).hasURL(Pattern.compile("/dashboard$"));
    }

    @Test
    void anAddressThatCannotBeReadIsAskedForAgainAndThenRefused() {
        page.navigate("/dashboard/orders?status=%");
        TestDashboard.fillIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
        assertThat(page.locator("main")).containsText("The request is not right");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasCount(1);
    }

    @Test
    void anInvitationLetsItsHolderInOnce() {
        Invitation invitation = dashboard.invite("new@example.org", Role.AUDITOR);
        page.navigate("/invitation/" + invitation.token());
        page.getByLabel("Choose a password").fill(TestDashboard.PASSWORD);
        page.getByLabel("The same again").fill(TestDashboard.PASSWORD);
        press("Join");
        assertThat(page.locator(".who-name")).hasText("new@example.org");
        page.navigate("/invitation/" + invitation.token());
        assertThat(page.locator("h1")).hasText("This link does not work");
    }

    @Test
    void whoSignsOutIsOut() {
        TestDashboard.signIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
        page.locator(".who summary").click();
        press("Sign out");
        page.navigate("/dashboard");
        assertThat(page).hasURL(Pattern.compile("/sign-in"));
    }
}
