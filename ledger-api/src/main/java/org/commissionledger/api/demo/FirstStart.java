package org.commissionledger.api.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.database.Database;
import org.commissionledger.api.organisations.FirstOrganisation;
import org.commissionledger.eventstore.EventReader;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** In a new organisation of its own: a demo history. Then says where the service is. */
@Component
@Order(1)
class FirstStart implements ApplicationRunner {

    private final EventReader reader;
    private final LedgerSettings settings;
    private final Database database;
    private final FirstOrganisation first;
    private final DemoHistory demo;
    private final WebServerApplicationContext server;

    FirstStart(
            EventReader reader,
            LedgerSettings settings,
            Database database,
            FirstOrganisation first,
            DemoHistory demo,
            WebServerApplicationContext server) {
        this.reader = reader;
        this.settings = settings;
        this.database = database;
        this.first = first;
        this.demo = demo;
        this.server = server;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String did = "went on at position " + reader.head();
        if (first.isMadeNow()) {
            did = "made the organisation " + first.id() + " with the ADMIN client bootstrap";
            if (database.embedded() && settings.demo()) {
                did += " and a demo history of " + demo.make(first.id()) + " events";
            }
        }
        say(did, first.secretShownOnce());
    }

    private void say(String did, @Nullable String shownOnce) {
        WebServer web = Objects.requireNonNull(server.getWebServer(), "the service has started");
        String base = "http://localhost:" + web.getPort();
        String client =
                shownOnce == null ? "bootstrap" : "bootstrap:" + shownOnce; // without a secret, curl asks for it
        List<String> lines = new ArrayList<>();
        lines.add("Commission Ledger: dashboard " + base + ", API " + base + "/docs");
        lines.add("Database: "
                + (database.embedded()
                        ? "its own PostgreSQL, data in "
                                + Path.of(settings.dataDirectory())
                                        .toAbsolutePath()
                                        .normalize()
                        : database.url()));
        lines.add("It " + did);
        String password = first.passwordShownOnce();
        lines.add("Sign in as " + settings.bootstrap().email() + " with the password "
                + (password == null ? "of the first start" : password + " (made at random, shown this once)"));
        lines.add("A token: curl -u " + client + " -d grant_type=client_credentials " + base + "/oauth2/token"
                + (shownOnce == null ? "" : " (the secret is shown this once)"));
        System.out.println("\n" + String.join("\n", lines) + "\n");
    }
}
