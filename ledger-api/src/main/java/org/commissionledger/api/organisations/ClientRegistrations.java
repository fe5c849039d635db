package org.commissionledger.api.organisations;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.security.Credentials;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.credit.AccountBook;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads who is to call in an organisation's name, and drafts the command that lets them. */
@Component
public class ClientRegistrations {

    private static final int NAME = 200;

    private final Catalogue catalogue;
    private final AccountBook accounts;
    private final Credentials credentials;

    ClientRegistrations(Catalogue catalogue, AccountBook accounts, Credentials credentials) {
        this.catalogue = catalogue;
        this.accounts = accounts;
        this.credentials = credentials;
    }

    /** A client to be, under an identifier that nobody knows yet. */
    public static Client read(Fields fields) {
        String name = fields.requiredText("name", NAME);
        Role role = fields.requiredOneOf("role", Role.class, Arrays.asList(Role.values()));
        ProviderId provider = fields.id("providerId", ProviderId::new);
        String account = fields.id("accountId", value -> value);
        requireBound(fields, role, Role.PROVIDER, "providerId", provider != null, "a provider");
        requireBound(fields, role, Role.PARTNER, "accountId", account != null, "an account");
        fields.done();
        if (role == null) {
            throw new IllegalStateException("checked above");
        }
        return new Client(
                new ClientId(UuidV7.next().toString()),
                name,
                role,
                provider == null ? null : provider.value(),
                account);
    }

    private static void requireBound(
            Fields fields, @Nullable Role role, Role bound, String field, boolean given, String to) {
        if (role == bound && !given && !fields.has(field)) {
            fields.error(field, "request.missing-field", "A " + bound + " client is bound to " + to + ".");
        }
        if (given && role != bound) {
            fields.error(field, "request.invalid-value", "Only a " + bound + " client is bound to " + to + ".");
        }
    }

    /** @throws org.commissionledger.rejection.Rejection when what the client is bound to does not exist */
    public Draft draft(OrganisationId organisation, Client client, Instant at) {
        if (client.accountId() != null) {
            accounts.requirePartner(organisation, new AccountId(client.accountId()));
        }
        Map<String, Long> basis = client.providerId() == null
                ? Map.of()
                : catalogue.requireProvider(organisation, new ProviderId(client.providerId()));
        return new Draft(new RegisterClient(OrganisationCommand.stream(organisation), client, at), basis);
    }

    /**
     * Lets a client in.
     *
     * @param secret a new one, which is to be shown once
     * @param making gives the command
     * @param made whether the client came into being by that; otherwise the secret is destroyed again
     */
    public <T> T register(
            OrganisationId organisation, Client client, String secret, Supplier<T> making, Predicate<T> made) {
        return credentials.kept(organisation, client, secret, making, made);
    }

    public String newSecret() {
        return credentials.newSecret();
    }

    /** After its event: the secret is destroyed, and its tokens stop working. */
    public void revoked(OrganisationId organisation, String clientId) {
        credentials.revoke(organisation, clientId);
    }

    /** The roles that a client may have. */
    public static List<Role> roles() {
        return List.of(Role.values());
    }
}
