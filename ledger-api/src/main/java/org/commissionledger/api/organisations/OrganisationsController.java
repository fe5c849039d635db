package org.commissionledger.api.organisations;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.UnknownClient;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.organisations.OrganisationQueries.ClientRow;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

    private final Writes writes;
    private final Founding founding;
    private final Credentials credentials;
    private final ClientRegistrations registrations;
    private final OrganisationQueries queries;
    private final Clock clock;

    OrganisationsController(
            Writes writes,
            Founding founding,
            Credentials credentials,
            ClientRegistrations registrations,
            OrganisationQueries queries,
            Clock clock) {
        this.writes = writes;
        this.founding = founding;
        this.credentials = credentials;
        this.registrations = registrations;
        this.queries = queries;
        this.clock = clock;
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

    /**
     * The secret is hashed and stored first, under an identifier that nobody knows yet; the client exists when its event does. The
     * answer that is kept for a repetition has no secret, so that nowhere in the database does one stand.
     */
    @PostMapping("/v1/clients")
    ResponseEntity<String> register(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Client client = ClientRegistrations.read(Writes.fields(body));
        String secret = credentials.newSecret();
        Instant at = clock.instant();
        OrganisationId organisation = caller.organisation();
        ResponseEntity<String> answer = credentials.kept(
                organisation,
                client,
                secret,
                () -> writes.post(
                        caller,
                        request,
                        body,
                        () -> registrations.draft(organisation, client, at),
                        (result, receipt) -> Answer.created("/v1/clients/" + client.clientId(), shown(client, null))),
                Founding::isFirst);
        return Founding.isFirst(answer) ? Founding.withSecret(answer, secret) : answer;
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
        Instant at = clock.instant();
        ResponseEntity<String> answer = writes.put(
                caller,
                request,
                () -> Draft.of(new RevokeClient(OrganisationCommand.stream(caller.organisation()), id, at)),
                (result, receipt) -> new Answer(204, null, ""));
        // Also one that is not known any more: it may have been revoked before its secret could be destroyed.
        if (answer.getStatusCode().is2xxSuccessful() || answer.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
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

    @PutMapping("/v1/settings")
    ResponseEntity<String> putSettings(Caller caller, HttpServletRequest request) {
        ChangeSettings change = SettingsRequests.read(
                OrganisationCommand.stream(caller.organisation()),
                Writes.fields(Writes.body(request)),
                clock.instant());
        return writes.put(
                caller,
                request,
                () -> Draft.of(change),
                (result, receipt) -> Answer.ok(Objects.requireNonNull(result.value())));
    }
}
