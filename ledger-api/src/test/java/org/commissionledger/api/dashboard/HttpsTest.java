package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commissionledger.api.testing.Chromium;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.testing.TlsProxy;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;

/** Behind a proxy that ends TLS, in a browser. */
class HttpsTest {

    @Test
    void cookiesAreOfThisHostAloneAndTheBrowserComesBackByHttps() {
        TestDashboard dashboard = new TestDashboard(TestService.shared().organisation());
        try (TlsProxy proxy = new TlsProxy(TestService.shared().base());
                BrowserContext context = Chromium.shared()
                        .newContext(new Browser.NewContextOptions()
                                .setBaseURL(proxy.base())
                                .setIgnoreHTTPSErrors(true))) {
            Page page = context.newPage();
            Response form = Objects.requireNonNull(page.navigate("/sign-in"));
            assertThat(form.headerValue("strict-transport-security")).startsWith("max-age=");
            TestDashboard.signIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
            assertThat(page).hasURL(Pattern.compile("^" + proxy.base() + "/dashboard$"));
            Map<String, Cookie> cookies =
                    context.cookies().stream().collect(Collectors.toMap(cookie -> cookie.name, Function.identity()));
            assertThat(cookies).containsOnlyKeys("__Host-ledger-session", "__Host-ledger-csrf", "timezone");
            assertThat(cookies).hasEntrySatisfying("__Host-ledger-session", HttpsTest::assertSafe);
            assertThat(cookies).hasEntrySatisfying("__Host-ledger-csrf", HttpsTest::assertSafe);
            signOut(page);
            page.navigate("/dashboard");
            assertThat(page).hasURL(Pattern.compile("^" + proxy.base() + "/sign-in"));
        }
    }

    private static void assertSafe(Cookie cookie) {
        assertThat(cookie.secure).isTrue();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.path).isEqualTo("/");
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
    }

    private static void signOut(Page page) {
        page.locator(".who summary").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
    }
}
