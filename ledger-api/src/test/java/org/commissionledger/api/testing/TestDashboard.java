package org.commissionledger.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.api.users.Invitations.Invitation;
import org.commissionledger.api.users.Invitations.Invited;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.person.EmailAddress;

/** The dashboard of one organisation in a browser, with a user of each role. */
public final class TestDashboard {

    public static final String PASSWORD = "correct horse battery staple";
    private static final double PATIENCE_MILLIS = 30_000;
    private static final List<String> COLOURS = List.of("color-contrast");
    private static final List<Integer> WIDTHS = List.of(360, 1024, 1920);
    private static final AtomicInteger USERS = new AtomicInteger();

    private final TestService service;
    private final TestOrganisation organisation;
    private final Map<Role, String> emails = new ConcurrentHashMap<>();
    private final Map<Role, String> sessions = new ConcurrentHashMap<>();

    public TestDashboard(TestOrganisation organisation) {
        Chromium.shared();
        this.service = TestService.shared();
        this.organisation = organisation;
    }

    private Invitations invitations() {
        return service.bean("invitations", Invitations.class);
    }

    private Caller by() {
        return new Caller(new OrganisationId(organisation.id()), "tests", Role.ADMIN, null, null, false);
    }

    /** The link's secret, of somebody who has not joined yet. */
    public Invitation invite(String email, Role role) {
        return invitations().invite(by(), new EmailAddress(email), role);
    }

    /** A user of their own, who has joined with {@link #PASSWORD}. */
    public String user(Role role) {
        String email = role.name().toLowerCase(Locale.ROOT) + "-" + USERS.incrementAndGet() + "@example.org";
        Invitation invitation = invite(email, role);
        assertThat(invitations()
                        .accept(
                                new Invited(new OrganisationId(organisation.id()), invitation.userId()),
                                invitation.token(),
                                PASSWORD))
                .isTrue();
        return email;
    }

    /** The one user of that role whom {@link #as} signs in. */
    public String emailOf(Role role) {
        return emails.computeIfAbsent(role, this::user);
    }

    /** A page in a browser that nobody is signed in with. */
    public Page anonymous() {
        return impatient(Chromium.shared().newContext(options()));
    }

    private static Page impatient(BrowserContext context) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context.newPage();
    }

    private Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setBaseURL(service.base().toString())
                .setLocale("en-GB")
                .setTimezoneId("Europe/London")
                .setViewportSize(1280, 900);
    }

    /** A page of somebody with that role, signed in through the form once. Close its context when done. */
    public Page as(Role role) {
        String state = sessions.computeIfAbsent(role, this::signIn);
        return impatient(Chromium.shared().newContext(options().setStorageState(state)));
    }

    private String signIn(Role role) {
        try (BrowserContext context = Chromium.shared().newContext(options())) {
            Page page = context.newPage();
            signIn(page, emailOf(role), PASSWORD);
            assertThat(page.url()).contains("/dashboard");
            return context.storageState();
        }
    }

    public static void signIn(Page page, String email, String password) {
        page.navigate("/sign-in");
        fillIn(page, email, password);
    }

    /** On the page that asks who one is. */
    public static void fillIn(Page page, String email, String password) {
        page.getByLabel("Email address").fill(email);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    /** Nothing that axe holds for serious or worse, light and dark, and pictures at three widths under {@code target/screenshots}. */
    public static void assertFitForAll(Page page, String name) {
        page.setViewportSize(1280, 900);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            List<String> found = new ArrayList<>();
            AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true); // in this page, without another one
            // the scheme changes nothing but colours
            for (Rule violation : (scheme == ColorScheme.LIGHT ? axe : axe.withRules(COLOURS))
                    .analyze()
                    .getViolations()) {
                if (List.of("serious", "critical").contains(violation.getImpact())) {
                    found.add(violation.getId() + ": " + violation.getNodes());
                }
            }
            assertThat(found).as(name + " " + scheme).isEmpty();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", name + "-" + width + ".png")));
            assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(name + " fits into " + width)
                    .isTrue();
        }
    }
}
