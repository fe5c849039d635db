package org.commissionledger.api.webhooks;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.projection.webhooks.WebhooksProjection;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.TooManyWebhooks;
import org.commissionledger.webhook.UnknownWebhook;
import org.commissionledger.webhook.Webhook;
import org.commissionledger.webhook.WebhookCommand;
import org.commissionledger.webhook.WebhookCommand.ChangeWebhook;
import org.commissionledger.webhook.WebhookCommand.RegisterWebhook;
import org.commissionledger.webhook.WebhookCommand.RemoveWebhook;
import org.commissionledger.webhook.WebhookCommand.RotateSecret;
import org.commissionledger.webhook.WebhookId;
import org.commissionledger.webhook.WebhookSecrets;
import org.commissionledger.webhook.WebhookState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * Endpoints: register, read, change, remove, take a new secret. A secret is in the first answer alone; the one that is kept for a repetition
 * has none. A PROVIDER has endpoints of its own, and to it there are no others.
 */
@RestController
class WebhooksController {

    private final Writes writes;
    private final WebhookRequests requests;
    private final WebhookSecrets secrets;
    private final WebhookQueries queries;
    private final Clock clock;

    WebhooksController(
            Writes writes, WebhookRequests requests, WebhookSecrets secrets, WebhookQueries queries, Clock clock) {
        this.writes = writes;
        this.requests = requests;
        this.secrets = secrets;
        this.queries = queries;
        this.clock = clock;
    }

    static @Nullable String only(Caller caller) {
        ProviderId provider = caller.providerId();
        return provider == null ? null : provider.value();
    }

    static WebhookState state(Result result) {
        if (result.value() instanceof WebhookState state) {
            return state;
        }
        throw new IllegalStateException("a command on an endpoint answers with the endpoint");
    }

    @PostMapping("/v1/webhooks")
    ResponseEntity<String> register(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Subscription subscription = requests.read(caller, Writes.fields(body));
        WebhookId id = new WebhookId(UuidV7.next().toString());
        String secret = secrets.newSecret();
        RegisterWebhook command = new RegisterWebhook(
                WebhookCommand.stream(caller.organisation(), id),
                id,
                caller.providerId(),
                subscription,
                secrets.seal(caller.organisation(), id, secret),
                clock.instant());
        ResponseEntity<String> answer = writes.post(
                caller,
                request,
                body,
                () -> {
                    if (queries.count(caller.organisation().value(), only(caller)) >= TooManyWebhooks.MOST) {
                        throw new TooManyWebhooks();
                    }
                    return Draft.of(command);
                },
                (result, receipt) -> Answer.created("/v1/webhooks/" + id, WebhookView.of(state(result))));
        return withSecret(answer, secret);
    }

    /** Only where something was made now, rather than refused or told again. */
    private static ResponseEntity<String> withSecret(ResponseEntity<String> answer, String secret) {
        if (!answer.getStatusCode().is2xxSuccessful() || answer.getHeaders().containsHeader(Writes.REPLAYED)) {
            return answer;
        }
        ObjectNode told = (ObjectNode) Json.MAPPER.readTree(String.valueOf(answer.getBody()));
        told.put("secret", secret);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(Json.write(told));
    }

    @GetMapping("/v1/webhooks")
    @ReadsProjection(WebhooksProjection.NAME)
    Page<WebhookView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        String state = query.oneOf("state", WebhookView.State.values());
        Paging paging = Paging.last(query, "webhooks", 1);
        Boolean disabled = state == null ? null : (Boolean) state.equals(WebhookView.State.DISABLED.name());
        return paging.page(
                queries.list(caller.organisation().value(), only(caller), disabled, paging.after(), paging.oneMore()),
                WebhookView::of,
                row -> List.of(row.webhookId()));
    }

    @GetMapping("/v1/webhooks/{webhookId}")
    @ReadsProjection(WebhooksProjection.NAME)
    WebhookView get(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        new Query(request).done();
        return queries.find(caller.organisation().value(), only(caller), webhookId)
                .map(WebhookView::of)
                .orElseThrow(UnknownWebhook::new);
    }

    /** One that was disabled works again. */
    @PutMapping("/v1/webhooks/{webhookId}")
    ResponseEntity<String> put(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        Subscription subscription = requests.read(caller, Writes.fields(Writes.body(request)));
        WebhookId id = WebhookRequests.existing(webhookId);
        ChangeWebhook command = new ChangeWebhook(
                WebhookCommand.stream(caller.organisation(), id), caller.providerId(), subscription, clock.instant());
        return writes.put(
                caller,
                request,
                () -> Draft.of(command),
                (result, receipt) -> Answer.ok(WebhookView.of(state(result))));
    }

    @DeleteMapping("/v1/webhooks/{webhookId}")
    ResponseEntity<String> remove(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        WebhookId id = WebhookRequests.existing(webhookId);
        RemoveWebhook command = new RemoveWebhook(
                WebhookCommand.stream(caller.organisation(), id), caller.providerId(), clock.instant());
        return writes.put(caller, request, () -> Draft.of(command), (result, receipt) -> new Answer(204, null, ""));
    }

    /** @param previousSignsUntil both secrets sign until then */
    private record Rotated(String webhookId, Instant previousSignsUntil) {}

    @PostMapping("/v1/webhooks/{webhookId}/rotate-secret")
    ResponseEntity<String> rotate(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        WebhookId id = WebhookRequests.existing(webhookId);
        String secret = secrets.newSecret();
        Instant now = clock.instant();
        RotateSecret command = new RotateSecret(
                WebhookCommand.stream(caller.organisation(), id),
                caller.providerId(),
                secrets.seal(caller.organisation(), id, secret),
                now);
        BiFunction<Result, Receipt, Answer> answer =
                (result, receipt) -> Answer.ok(new Rotated(id.value(), now.plus(Webhook.BOTH_SIGN)));
        return withSecret(writes.post(caller, request, body, () -> Draft.of(command), answer), secret);
    }
}
