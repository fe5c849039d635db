package org.commissionledger.api.organisations;

import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.security.Credentials;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** On an empty store the first organisation and its client are made before the service listens: who can connect can get a token. */
@Component
public class FirstOrganisation implements SmartLifecycle {

    private final EventReader reader;
    private final LedgerSettings settings;
    private final Founding founding;
    private final Credentials credentials;
    private final Invitations invitations;
    private volatile boolean running;
    private boolean made;
    private @Nullable String shownOnce;
    private @Nullable String passwordShownOnce;

    FirstOrganisation(
            EventReader reader,
            LedgerSettings settings,
            Founding founding,
            Credentials credentials,
            Invitations invitations) {
        this.reader = reader;
        this.settings = settings;
        this.founding = founding;
        this.credentials = credentials;
        this.invitations = invitations;
    }

    @Override
    public void start() {
        running = true;
        if (reader.head() > 0) {
            return;
        }
        String given = settings.bootstrap().secret();
        if (given == null || given.isBlank()) {
            shownOnce = credentials.newSecret();
            founding.first(id(), shownOnce);
        } else {
            founding.first(id(), given);
        }
        administrator();
        made = true;
    }

    private void administrator() {
        LedgerSettings.Bootstrap bootstrap = settings.bootstrap();
        String password = bootstrap.password();
        if (password == null || password.isBlank()) {
            password = credentials.newSecret();
            passwordShownOnce = password;
        }
        invitations.first(id(), new EmailAddress(bootstrap.email()), password);
    }

    public OrganisationId id() {
        return new OrganisationId(settings.bootstrap().organisation());
    }

    /** Whether this start made it. */
    public boolean isMadeNow() {
        return made;
    }

    /** The secret of the client {@code bootstrap}, when it was made at random by this start. */
    public @Nullable String secretShownOnce() {
        return shownOnce;
    }

    /** The password of the dashboard's administrator, when it was made at random by this start. */
    public @Nullable String passwordShownOnce() {
        return passwordShownOnce;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
