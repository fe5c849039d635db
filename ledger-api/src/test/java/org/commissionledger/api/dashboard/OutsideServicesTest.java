package org.commissionledger.api.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.commissionledger.api.notices.NoticeWatch;
import org.commissionledger.api.testing.Chromium;
import org.commissionledger.api.testing.IdentityProvider;
import org.commissionledger.api.testing.Letterbox;
import org.commissionledger.api.testing.Letterbox.Letter;
import org.commissionledger.api.testing.TestDashboard;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node of its own that trusts an outside provider of identities and has a mail server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideServicesTest {

    private static final String URL = "https://ledger.example.org";

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestDashboard dashboard = new TestDashboard(organisation);
    private final IdentityProvider provider = new IdentityProvider();
    private final Letterbox letterbox = new Letterbox();
    private TestService node;

    @BeforeAll
    void start() {
        node = TestService.shared()
                .anotherNode(Stream.concat(
                                Stream.of(provider.settings()),
                                Stream.of(
                                        "--spring.mail.host=127.0.0.1",
                                        "--spring.mail.port=" + letterbox.port(),
                                        "--ledger.notifications.from=ledger@example.org",
                                        "--ledger.dashboard.url=" + URL))
                        .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        node.close();
        provider.close();
        letterbox.close();
    }

    @Test
    void onlyWhoWasInvitedGetsInByAVerifiedAddress() {
        dashboard.invite("invited-outside@example.org", Role.SUPPORT);
        String joined = dashboard.user(Role.FINANCE);
        provider.isNow("stranger@example.org", true);
        come(page -> assertThat(page.locator("[role=alert]")).containsText("Nobody with that address"));
        provider.isNow(joined, false);
        come(page -> assertThat(page.locator("[role=alert]")).containsText("Nobody with that address"));
        provider.isNow(joined.toUpperCase(Locale.ROOT), true);
        come(page -> assertThat(page.locator(".who-name")).hasText(joined));
        provider.isNow("invited-outside@example.org", true);
        come(page -> assertThat(page.locator(".who-name")).hasText("invited-outside@example.org"));
    }

    private void come(Consumer<Page> then) {
        at(page -> {
            page.navigate("/sign-in");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Company account"))
                    .click();
            then.accept(page);
        });
    }

    private void at(Consumer<Page> then) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setBaseURL(node.base().toString())
                .setViewportSize(1280, 900);
        try (BrowserContext context = Chromium.shared().newContext(options)) {
            then.accept(context.newPage());
        }
    }

    /** Cookies know hosts and no ports, so that the browser shows its session to both nodes. */
    @Test
    void aSessionHoldsAtEveryNode() {
        try (BrowserContext context = dashboard.as(Role.AUDITOR).context()) {
            Page page = context.pages().getFirst();
            page.navigate(node.base() + "/dashboard/account");
            assertThat(page.locator(".who-name")).hasText(dashboard.emailOf(Role.AUDITOR));
        }
    }

    @Test
    void anInvitationComesByMail() {
        at(page -> {
            TestDashboard.signIn(page, dashboard.emailOf(Role.ADMIN), TestDashboard.PASSWORD);
            page.navigate("/dashboard/users");
            page.getByLabel("Email address").fill("by-mail@example.org");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make a link"))
                    .click();
            String link = page.locator("input[data-copy]").inputValue();
            Letter letter = letterTo("by-mail@example.org");
            assertThat(letter.from()).isEqualTo("ledger@example.org");
            assertThat(letter.header("Subject")).isEqualTo("Invitation");
            assertThat(letter.text()).contains(link);
            assertThat(link).startsWith(URL + "/invitation/");
        });
    }

    @Test
    void whoeverShouldHearOfOverdueCommissionGetsALetter() {
        String finance = dashboard.user(Role.FINANCE);
        String support = dashboard.user(Role.SUPPORT);
        organisation.place("overdue", 10_000);
        organisation.totals("");
        node.bean("noticeWatch", NoticeWatch.class).look(new OrganisationId(organisation.id()));
        Letter letter = letterTo(finance);
        assertThat(letter.header("Subject")).contains("Commissions are overdue");
        assertThat(letter.text()).contains(URL + "/dashboard/reports/ageing");
        letterTo(dashboard.emailOf(Role.ADMIN));
        assertThat(letters(support)).isEmpty();
    }

    private List<Letter> letters(String to) {
        return letterbox.letters().stream()
                .filter(letter -> letter.to().contains(to))
                .toList();
    }

    private Letter letterTo(String address) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> letters(address), found -> !found.isEmpty())
                .getFirst();
    }
}
