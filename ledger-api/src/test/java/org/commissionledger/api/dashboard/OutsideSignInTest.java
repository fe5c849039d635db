package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Locale;
import java.util.function.Consumer;
import org.commissionledger.api.testing.Chromium;
import org.commissionledger.api.testing.IdentityProvider;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;

/** Sign-in through an outside provider, on a node of its own that trusts one. */
class OutsideSignInTest {

    @Test
    void onlyWhoWasInvitedGetsInByAVerifiedAddress() {
        TestDashboard dashboard = new TestDashboard(TestService.shared().organisation());
        dashboard.invite("invited-outside@example.org", Role.SUPPORT);
        String joined = dashboard.user(Role.FINANCE);
        try (IdentityProvider provider = new IdentityProvider();
                TestService node = TestService.shared().anotherNode(provider.settings())) {
            provider.isNow("stranger@example.org", true);
            come(node, page -> assertThat(page.locator("[role=alert]")).containsText("Nobody with that address"));
            provider.isNow(joined, false);
            come(node, page -> assertThat(page.locator("[role=alert]")).containsText("Nobody with that address"));
            provider.isNow(joined.toUpperCase(Locale.ROOT), true);
            come(node, page -> assertThat(page.locator(".who-name")).hasText(joined));
            provider.isNow("invited-outside@example.org", true);
            come(node, page -> assertThat(page.locator(".who-name")).hasText("invited-outside@example.org"));
        }
    }

    private static void come(TestService node, Consumer<Page> then) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setBaseURL(node.base().toString())
                .setViewportSize(1280, 900);
        try (BrowserContext context = Chromium.shared().newContext(options)) {
            Page page = context.newPage();
            page.navigate("/sign-in");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Company account"))
                    .click();
            then.accept(page);
        }
    }
}
