package org.commissionledger.organisation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationEvent.ClientRegistered;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.OrganisationEvent.SettingsChanged;

/**
 * Who may work in an organisation's name, and how it presents itself: read from the history itself, so that who is deactivated on one node is shut
 * out on every node at once. What was read is kept; each look reads only what came since, which is one look at an index.
 */
public final class OrganisationUsers {

    private static final int CACHED = 10_000;

    private final EventReader reader;
    private final EventCodec codec;
    private final Cache<OrganisationId, Known> known =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public OrganisationUsers(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /**
     * As of one look.
     *
     * @param name the settings' name, or else the one that the organisation was created with
     * @param clients the names of API clients by their identifiers, also of those that were revoked: they stay in the history
     */
    public record Standing(String name, Settings settings, Map<String, User> users, Map<String, String> clients) {}

    private static final class Known {
        private final Users users = new Users();
        private final Map<String, String> clients = new ConcurrentHashMap<>();
        private Settings settings = Settings.NONE;
        private String name = "";
        private long head = -1;

        private void take(LedgerEvent event) {
            switch (event) {
                case UserEvent user -> users.evolve(user);
                case SettingsChanged changed -> settings = changed.settings();
                case OrganisationCreated created -> name = created.name();
                case ClientRegistered registered ->
                    clients.put(
                            registered.client().clientId().value(),
                            registered.client().name());
                default -> {}
            }
        }

        private Standing standing() {
            String shown = settings.name() == null ? name : settings.name();
            return new Standing(shown, settings, Map.copyOf(users.byId()), Collections.unmodifiableMap(clients));
        }
    }

    public Standing of(OrganisationId organisation) {
        Known own = known.get(organisation, key -> new Known());
        synchronized (own) {
            readOn(own, OrganisationCommand.stream(organisation));
            return own.standing();
        }
    }

    /** Only one who has joined and was not deactivated. */
    public Optional<User> active(OrganisationId organisation, UserId user) {
        return Optional.ofNullable(of(organisation).users().get(user.value())).filter(User::isActive);
    }

    private void readOn(Known own, StreamId stream) {
        for (RecordedEvent event : reader.stream(stream, own.head + 1)) {
            own.take(codec.decode(event));
            own.head = event.streamSequence();
        }
    }
}
