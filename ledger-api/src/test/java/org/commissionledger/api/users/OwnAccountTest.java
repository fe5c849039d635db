package org.commissionledger.api.users;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.regex.Pattern;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;

/** What people do with their own account, in a browser. */
class OwnAccountTest {

    private static final String OTHER = "another long password";

    private final TestDashboard dashboard =
            new TestDashboard(TestService.shared().organisation());

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    @Test
    void aSecondFactorIsSwitchedOnAskedForAndSwitchedOff() {
        String email = dashboard.user(Role.SUPPORT);
        Page page = dashboard.anonymous();
        try (BrowserContext context = page.context()) {
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            page.navigate("/dashboard/account");
            byte[] secret = SecondFactorTest.decoded(
                    page.locator("#factor-title ~ p code").innerText().replace(" ", ""));
            page.locator("input[name=code]").fill("12345x");
            press(page, "Switch on");
            assertThat(page.locator(".banner.refused")).containsText("The code is not right");
            page.locator("input[name=code]").fill(TimedCode.at(secret, Instant.now()));
            press(page, "Switch on");
            assertThat(page.locator(".codes li")).hasCount(10);
            TestDashboard.assertFitForAll(page, "recovery-codes");
            String recovery = page.locator(".codes li").first().innerText();
            context.clearCookies();
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            assertThat(page.locator("input[name=code]")).isVisible();
            TestDashboard.assertFitForAll(page, "sign-in-code");
            page.locator("input[name=code]").fill("000000");
            page.locator("main button[type=submit]").click();
            assertThat(page.locator("[role=alert]")).isVisible();
            page.locator("input[name=code]").fill(recovery);
            page.locator("main button[type=submit]").click();
            assertThat(page).hasURL(Pattern.compile("/dashboard/"));
            page.navigate("/dashboard/account");
            switchOff(page, "not the password");
            assertThat(page.locator(".banner.refused")).containsText("The password is not right");
            switchOff(page, TestDashboard.PASSWORD);
            assertThat(page.locator(".banner.done")).containsText("The second factor is off");
            context.clearCookies();
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            assertThat(page).hasURL(Pattern.compile("/dashboard/"));
        }
    }

    private static void switchOff(Page page, String password) {
        page.locator("form[action$='/second-factor/off'] input[name=password]").fill(password);
        press(page, "Switch off");
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() {
        String email = dashboard.user(Role.AUDITOR);
        Page elsewhere = dashboard.anonymous();
        Page page = dashboard.anonymous();
        try (BrowserContext first = elsewhere.context();
                BrowserContext second = page.context()) {
            TestDashboard.signIn(elsewhere, email, TestDashboard.PASSWORD);
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            page.navigate("/dashboard/account");
            change(page, "not the password", OTHER);
            assertThat(page.locator(".banner.refused")).containsText("The present password is not right");
            change(page, TestDashboard.PASSWORD, OTHER);
            assertThat(page.locator(".banner.done")).containsText("The password was changed");
            elsewhere.navigate("/dashboard");
            assertThat(elsewhere).hasURL(Pattern.compile("/sign-in"));
            TestDashboard.signIn(elsewhere, email, OTHER);
            assertThat(elsewhere).hasURL(Pattern.compile("/dashboard$"));
            assertThat(first.pages()).hasSize(1);
            assertThat(second.pages()).hasSize(1);
        }
    }

    /** Whoever finds a session open is not to find the password too. */
    @Test
    void thePresentPasswordCannotBeGuessed() {
        String email = dashboard.user(Role.AUDITOR);
        Page page = dashboard.anonymous();
        try (BrowserContext context = page.context()) {
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            page.navigate("/dashboard/account");
            page.evaluate("""
                    async () => {
                      const form = document.querySelector("form[action$='/account/password']");
                      const wish = new FormData(form);
                      wish.set("wanted", "another long password");
                      wish.set("again", "another long password");
                      for (let n = 0; n < 10; n++) {
                        wish.set("present", "guess " + n);
                        await fetch(form.action, { method: "POST", body: new URLSearchParams(wish) });
                      }
                    }""");
            page.reload();
            change(page, TestDashboard.PASSWORD, OTHER);
            assertThat(page.locator(".banner.refused")).containsText("too many attempts");
            context.clearCookies();
            TestDashboard.signIn(page, email, OTHER);
            assertThat(page.locator("[role=alert]")).isVisible();
            TestDashboard.signIn(page, email, TestDashboard.PASSWORD);
            assertThat(page).hasURL(Pattern.compile("/dashboard$"));
        }
    }

    private static void change(Page page, String present, String wanted) {
        Locator form = page.locator("form[action$='/account/password']");
        form.locator("input[name=present]").fill(present);
        form.locator("input[name=wanted]").fill(wanted);
        form.locator("input[name=again]").fill(wanted);
        press(page, "Change the password");
    }
}
