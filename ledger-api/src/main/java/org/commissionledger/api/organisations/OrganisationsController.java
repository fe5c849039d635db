package org.commissionledger.api.organisations;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.security.Credentials;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.credit.AccountBook;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.Settings;
import org.commissionledger.organisation.UnknownClient;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.organisations.OrganisationQueries.ClientRow;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Organisations, their settings, and the clients that call in their name. */
@RestController
class OrganisationsController {

    private static final int NAME = 200;
    private static final int URL = 500;

    private final Writes writes;
    private final Founding founding;
    private final Credentials credentials;
    private final Catalogue catalogue;
    private final AccountBook accounts;
    private final OrganisationQueries queries;
    private final Clock clock;

    OrganisationsController(
            Writes writes,
            Founding founding,
            Credentials credentials,
            Catalogue catalogue,
            AccountBook accounts,
            OrganisationQueries queries,
            Clock clock) {
        this.writes = writes;
        this.founding = founding;
        this.credentials = credentials;
        this.catalogue = catalogue;
        this.accounts = accounts;
        this.queries = queries;
        this.clock = clock;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @PostMapping("/v1/organisations")
    ResponseEntity<String> create(Caller caller, HttpServletRequest request) {
        if (!caller.founder()) {
            throw Refused.forbidden("Only the client that was made at the first start may create organisations.");
        }
        byte[] body = Writes.body(request);
        Fields fields = Writes.fields(body);
        OrganisationId id = fields.requiredId("organisationId", OrganisationId::new);
        String name = fields.requiredText("name", NAME);
        fields.done();
        if (id == null) {
            throw new IllegalStateException("checked above");
        }
        return founding.found(request, body, caller, id, name);
    }

    @PostMapping("/v1/clients")
    ResponseEntity<String> register(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Fields fields = Writes.fields(body);
        String name = fields.requiredText("name", NAME);
        Role role = fields.requiredOneOf("role", Role.class, Arrays.asList(Role.values()));
        ProviderId provider = fields.id("providerId", ProviderId::new);
        String account = fields.id("accountId", value -> value);
        if (role == Role.PROVIDER && provider == null && !fields.has("providerId")) {
            fields.error("providerId", "request.missing-field", "A PROVIDER client is bound to a provider.");
        }
        if (role == Role.PARTNER && account == null && !fields.has("accountId")) {
            fields.error("accountId", "request.missing-field", "A PARTNER client is bound to an account.");
        }
        if (provider != null && role != Role.PROVIDER) {
            fields.error("providerId", "request.invalid-value", "Only a PROVIDER client is bound to a provider.");
        }
        if (account != null && role != Role.PARTNER) {
            fields.error("accountId", "request.invalid-value", "Only a PARTNER client is bound to an account.");
        }
        fields.done();
        if (role == null) {
            throw new IllegalStateException("checked above");
        }
        Client client = new Client(
                new ClientId(UuidV7.next().toString()),
                name,
                role,
                provider == null ? null : provider.value(),
                account);
        return register(caller, request, body, client, provider);
    }

    /**
     * The secret is hashed and stored first, under an identifier that nobody knows yet; the client exists when its event does. The
     * answer that is kept for a repetition has no secret, so that nowhere in the database does one stand.
     */
    private ResponseEntity<String> register(
            Caller caller, HttpServletRequest request, byte[] body, Client client, @Nullable ProviderId provider) {
        String secret = credentials.newSecret();
        Instant at = now();
        OrganisationId organisation = caller.organisation();
        ResponseEntity<String> answer = credentials.kept(
                organisation,
                client,
                secret,
                () -> writes.post(
                        caller,
                        request,
                        body,
                        () -> {
                            requirePartner(organisation, client.accountId());
                            return new Draft(
                                    new RegisterClient(OrganisationCommand.stream(organisation), client, at),
                                    provider == null ? Map.of() : catalogue.requireProvider(organisation, provider));
                        },
                        (result, receipt) -> Answer.created("/v1/clients/" + client.clientId(), shown(client, null))),
                Founding::isFirst);
        return Founding.isFirst(answer) ? Founding.withSecret(answer, secret) : answer;
    }

    private void requirePartner(OrganisationId organisation, @Nullable String account) {
        if (account != null) {
            accounts.requirePartner(organisation, new AccountId(account));
        }
    }

    /** @param secret null in the answer that is stored */
    static Map<String, @Nullable Object> shown(Client client, @Nullable String secret) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("clientId", client.clientId().value());
        shown.put("clientSecret", secret);
        shown.put("name", client.name());
        shown.put("role", client.role().name());
        if (client.providerId() != null) {
            shown.put("providerId", client.providerId());
        }
        if (client.accountId() != null) {
            shown.put("accountId", client.accountId());
        }
        return shown;
    }

    @GetMapping("/v1/clients")
    @ReadsProjection(OrganisationsProjection.NAME)
    Page<ClientRow> clients(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        Paging paging = Paging.last(query, "clients", 1);
        return paging.page(
                queries.clients(caller.organisation().value(), paging.after(), paging.oneMore()),
                client -> client,
                client -> List.of(client.clientId()));
    }

    /** The event says that the client was revoked; right after it the secret is destroyed, and its tokens stop working. */
    @DeleteMapping("/v1/clients/{clientId}")
    ResponseEntity<String> revoke(Caller caller, @PathVariable String clientId, HttpServletRequest request) {
        if (!Identifiers.isValid(clientId)) {
            throw new UnknownClient();
        }
        ClientId id = new ClientId(clientId);
        Instant at = now();
        ResponseEntity<String> answer = writes.put(
                caller,
                request,
                () -> Draft.of(new RevokeClient(OrganisationCommand.stream(caller.organisation()), id, at)),
                (result, receipt) -> new Answer(204, null, ""));
        if (answer.getStatusCode().is2xxSuccessful()) {
            credentials.revoke(caller.organisation(), clientId);
        }
        return answer;
    }

    @GetMapping("/v1/settings")
    @ReadsProjection(OrganisationsProjection.NAME)
    JsonNode settings(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        return Json.MAPPER.readTree(
                queries.settings(caller.organisation().value()).orElse("{}"));
    }

    /** The listed names of properties stay when they are left out: a client that does not know them must not shut events out. */
    @PutMapping("/v1/settings")
    ResponseEntity<String> putSettings(Caller caller, HttpServletRequest request) {
        Fields fields = Writes.fields(Writes.body(request));
        String url = fields.text("marketplaceUrl", URL);
        if (url != null && !isWebAddress(url)) {
            fields.error(
                    "marketplaceUrl",
                    "request.invalid-value",
                    "An address that begins with https:// or http:// is expected.");
        }
        String name = fields.text("name", NAME);
        String colour = fields.text("primaryColour", 7);
        if (colour != null && !colour.matches("#[0-9a-fA-F]{6}")) {
            fields.error("primaryColour", "request.invalid-value", "A colour such as #0b5fff is expected.");
        }
        List<String> keys = fields.ids("customerPropertyKeys", key -> key, Settings.MAX_PROPERTY_KEYS);
        fields.done();
        Settings settings = new Settings(url, name, colour, keys == null ? List.of() : keys);
        Instant at = now();
        return writes.put(
                caller,
                request,
                () -> Draft.of(new ChangeSettings(
                        OrganisationCommand.stream(caller.organisation()), settings, keys == null, at)),
                (result, receipt) -> Answer.ok(Objects.requireNonNull(result.value())));
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
