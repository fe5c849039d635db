package org.commissionledger.organisation;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.CreateOrganisation;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationEvent.ClientRegistered;
import org.commissionledger.organisation.OrganisationEvent.ClientRevoked;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.OrganisationEvent.SettingsChanged;
import org.commissionledger.organisation.UserCommand.ChangeUserRole;
import org.commissionledger.organisation.UserCommand.DeactivateUser;
import org.commissionledger.organisation.UserCommand.InviteUser;
import org.commissionledger.organisation.UserCommand.JoinUser;
import org.commissionledger.organisation.UserEvent.UserDeactivated;
import org.commissionledger.organisation.UserEvent.UserInvited;
import org.commissionledger.organisation.UserEvent.UserJoined;
import org.commissionledger.organisation.UserEvent.UserRoleChanged;
import org.jspecify.annotations.Nullable;

/** An organisation: its name, its settings, and who may call or work in its name. Its stream grows for ever, so it is snapshotted. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Organisation {

    /** The stored form of a snapshot; raise the revision when a field changes. */
    public static final EventType SNAPSHOT = EventType.of("organisation", 3, Organisation.class);

    @AggregateIdentifier
    private final String stream;

    private @Nullable String name;
    private Settings settings = Settings.NONE;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Users users;

    public Organisation(String stream) {
        this.stream = stream;
        this.users = new Users();
    }

    /** From a snapshot. */
    @JsonCreator
    private Organisation(
            @JsonProperty("stream") String stream,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("settings") Settings settings,
            @JsonProperty("clients") Map<String, Client> clients,
            @JsonProperty("users") Users users) {
        this.stream = stream;
        this.name = name;
        this.settings = settings;
        this.clients.putAll(clients);
        this.users = users;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    String create(CreateOrganisation c) {
        if (name != null) {
            throw new DuplicateOrganisation(c.organisationId());
        }
        apply(new OrganisationCreated(c.organisationId(), c.name(), c.at()));
        return c.name();
    }

    @CommandHandler
    Settings change(ChangeSettings c) {
        Settings wanted = c.wanted(settings);
        if (!settings.equals(wanted)) {
            apply(new SettingsChanged(wanted, c.at()));
        }
        return wanted;
    }

    @CommandHandler
    Client register(RegisterClient c) {
        Client known = clients.get(c.client().clientId().value());
        if (known == null) {
            apply(new ClientRegistered(c.client(), c.at()));
        }
        return c.client();
    }

    @CommandHandler
    Client revoke(RevokeClient c) {
        Client client = clients.get(c.clientId().value());
        if (client == null) {
            throw new UnknownClient();
        }
        long admins =
                clients.values().stream().filter(o -> o.role() == Role.ADMIN).count();
        if (client.role() == Role.ADMIN && admins == 1) {
            throw new LastAdmin();
        }
        apply(new ClientRevoked(c.clientId(), c.at()));
        return client;
    }

    @CommandHandler
    UserId invite(InviteUser c) {
        users.requireInvitable(c.userId(), c.role());
        apply(new UserInvited(c.userId(), c.email(), c.role(), c.at()));
        return c.userId();
    }

    @CommandHandler
    UserId join(JoinUser c) {
        if (!users.require(c.userId()).isActive()) {
            apply(new UserJoined(c.userId(), c.at()));
        }
        return c.userId();
    }

    @CommandHandler
    UserId change(ChangeUserRole c) {
        Users.requireSuitable(c.role());
        User user = users.require(c.userId());
        if (user.role() != c.role()) {
            users.requireAnotherAdmin(user);
            apply(new UserRoleChanged(c.userId(), c.role(), c.at()));
        }
        return c.userId();
    }

    @CommandHandler
    UserId deactivate(DeactivateUser c) {
        users.requireAnotherAdmin(users.require(c.userId()));
        apply(new UserDeactivated(c.userId(), c.at()));
        return c.userId();
    }

    @EventSourcingHandler
    void evolve(OrganisationEvent event) {
        switch (event) {
            case OrganisationCreated e -> name = e.name();
            case SettingsChanged e -> settings = e.settings();
            case ClientRegistered e -> clients.put(e.client().clientId().value(), e.client());
            case ClientRevoked e -> clients.remove(e.clientId().value());
            case UserEvent e -> users.evolve(e);
        }
    }

    @Override
    public String toString() {
        return stream;
    }
}
