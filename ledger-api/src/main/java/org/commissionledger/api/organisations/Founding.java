package org.commissionledger.api.organisations;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.security.Credentials;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.CreateOrganisation;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Founds organisations: the first one at the first start, later ones on request, each with an ADMIN client of its own. */
@Component
public class Founding {

    private final Writes writes;
    private final Ledger ledger;
    private final Credentials credentials;
    private final Clock clock;

    Founding(Writes writes, Ledger ledger, Credentials credentials, Clock clock) {
        this.writes = writes;
        this.ledger = ledger;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The first organisation, with the client that may found others. */
    public void first(OrganisationId organisation, String secret) {
        Client bootstrap = new Client(new ClientId("bootstrap"), "bootstrap", Role.ADMIN, null, null);
        CommandContext context = new CommandContext(organisation, EventMetadata.system("first-start"));
        Instant at = clock.instant();
        credentials.store(organisation, bootstrap, secret, true);
        execute(
                context,
                Draft.of(new CreateOrganisation(
                        OrganisationCommand.stream(organisation), organisation, organisation.value(), at)));
        execute(context, Draft.of(new RegisterClient(OrganisationCommand.stream(organisation), bootstrap, at)));
    }

    /**
     * A further organisation. Its events go into its own history, so they are written in the name of the founder there, and so is what
     * is kept for a repetition of the request; it holds no secret.
     */
    ResponseEntity<String> found(
            HttpServletRequest request, byte[] body, Caller founder, OrganisationId organisation, String name) {
        if (!organisation.equals(founder.organisation())) {
            claimKey(request, body, founder);
        }
        Client admin = new Client(new ClientId(UuidV7.next().toString()), "admin", Role.ADMIN, null, null);
        String secret = credentials.newSecret();
        Instant at = clock.instant();
        Caller within = new Caller(organisation, founder.clientId(), Role.ADMIN, null, null, true);
        ResponseEntity<String> answer = credentials.kept(
                organisation,
                admin,
                secret,
                () -> writes.post(
                        within,
                        request,
                        body,
                        () -> Draft.of(new CreateOrganisation(
                                OrganisationCommand.stream(organisation), organisation, name, at)),
                        (result, receipt) ->
                                Answer.created("/v1/organisations/" + organisation, shown(organisation, name, admin))),
                Founding::isFirst);
        if (!isFirst(answer)) {
            return answer;
        }
        execute(
                within.context(null, null),
                Draft.of(new RegisterClient(OrganisationCommand.stream(organisation), admin, at)));
        return withSecret(answer, secret);
    }

    /** Keys belong to the founder: in the new organisation's history alone, one key could found any number. */
    private void claimKey(HttpServletRequest request, byte[] body, Caller founder) {
        String key = IdempotencyKey.require(request);
        byte[] fingerprint = IdempotencyKey.fingerprint(request).digest(body);
        GroupReply reply = ledger.executeGroup(
                founder.context(key, null),
                List.of(),
                false,
                new RequestKey(founder.clientId(), key, fingerprint),
                (results, receipt) -> new StoredAnswer(HttpStatus.CREATED.value(), null, ""));
        if (reply instanceof GroupReply.Repeated repeated
                && !MessageDigest.isEqual(repeated.fingerprint(), fingerprint)) {
            throw Refused.keyReused();
        }
    }

    private static Map<String, Object> shown(OrganisationId organisation, String name, Client admin) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("organisationId", organisation.value());
        shown.put("name", name);
        shown.putAll(OrganisationsController.shown(admin, null));
        shown.put("name", name);
        return shown;
    }

    /** Whether something was made now, rather than refused or told again. */
    static boolean isFirst(ResponseEntity<String> answer) {
        return answer.getStatusCode().is2xxSuccessful() && !answer.getHeaders().containsHeader(Writes.REPLAYED);
    }

    /** Puts the secret into the first answer; a repetition says null. */
    static ResponseEntity<String> withSecret(ResponseEntity<String> answer, String secret) {
        Map<String, Object> told = new LinkedHashMap<>(
                Json.MAPPER.readValue(String.valueOf(answer.getBody()), new TypeReference<Map<String, Object>>() {}));
        told.put("clientSecret", secret);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(Json.write(told));
    }

    private void execute(CommandContext context, Draft draft) {
        Reply reply = ledger.execute(context, () -> draft, null);
        if (reply instanceof Reply.Fresh fresh && fresh.result().refusal() != null) {
            throw new IllegalStateException(fresh.result().refusal());
        }
    }
}
