package org.commissionledger.api.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The one browser of all tests. Where there is none the tests are left out and say so, but with {@code CI=true} they fail: there it is meant to be.
 */
public final class Chromium {

    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private Chromium() {}

    private static final class Holder {
        static final Browser BROWSER = launch();
    }

    public static Browser shared() {
        if (executable().isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("With CI=true the tests of the dashboard need Chromium; .ci/run installs it.");
            }
            Assumptions.abort("No Chromium here: the tests of the dashboard's pages are left out.");
        }
        return Holder.BROWSER;
    }

    private static Optional<Path> executable() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), USUAL_PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** It ends with the tests. */
    private static Browser launch() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable().orElseThrow())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }
}
