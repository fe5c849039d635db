package org.commissionledger.api.dashboard.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.dashboard.FormActions.Outcome;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.webhooks.WebhookRequests;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.webhooks.Attempt;
import org.commissionledger.projection.webhooks.DeliveryRow;
import org.commissionledger.projection.webhooks.EndpointRow;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.projection.webhooks.WebhooksProjection;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.TooManyWebhooks;
import org.commissionledger.webhook.UnknownDelivery;
import org.commissionledger.webhook.UnknownWebhook;
import org.commissionledger.webhook.WebhookCommand;
import org.commissionledger.webhook.WebhookCommand.ChangeWebhook;
import org.commissionledger.webhook.WebhookCommand.RegisterWebhook;
import org.commissionledger.webhook.WebhookCommand.RemoveWebhook;
import org.commissionledger.webhook.WebhookCommand.RequestRedelivery;
import org.commissionledger.webhook.WebhookCommand.RequestTest;
import org.commissionledger.webhook.WebhookCommand.RotateSecret;
import org.commissionledger.webhook.WebhookId;
import org.commissionledger.webhook.WebhookSecrets;
import org.commissionledger.webhook.WebhookType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Endpoints that are told what happens: register, test, take a new secret, and see how deliveries went. */
@Controller
class WebhooksPage {

    private static final String HERE = "/dashboard/settings/webhooks";
    private static final int DELIVERIES = 50;
    private static final List<String> SHOWN_BY = List.of(WebhooksProjection.NAME);

    private final WebhookRequests requests;
    private final WebhookSecrets secrets;
    private final WebhookQueries queries;
    private final FormActions forms;
    private final Actions actions;

    WebhooksPage(
            WebhookRequests requests,
            WebhookSecrets secrets,
            WebhookQueries queries,
            FormActions forms,
            Actions actions) {
        this.requests = requests;
        this.secrets = secrets;
        this.queries = queries;
        this.forms = forms;
        this.actions = actions;
    }

    @GetMapping(HERE)
    String list(Caller caller, Model model) {
        model.addAttribute(
                "endpoints", queries.list(caller.organisation().value(), null, null, "", TooManyWebhooks.MOST));
        model.addAttribute("types", WebhookType.open(false));
        model.addAttribute("key", UuidV7.next().toString());
        model.addAttribute("tab", "webhooks");
        return "dashboard/webhooks";
    }

    /** The secret is on this one page alone, so that a reload sends the form again. */
    @PostMapping(HERE)
    String register(
            Caller caller,
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") List<String> types,
            @RequestParam(defaultValue = "") String description,
            HttpServletRequest request,
            Model model) {
        String secret = secrets.newSecret();
        Outcome outcome = forms.attempt(
                caller, request, () -> register(caller, read(caller, url, types, description), secret), SHOWN_BY);
        show(outcome, secret, "The endpoint that it made is listed below; take a new secret on its page.", model);
        return list(caller, model);
    }

    private Drafting register(Caller caller, Subscription subscription, String secret) {
        WebhookId id = new WebhookId(UuidV7.next().toString());
        return () -> {
            if (queries.count(caller.organisation().value(), null) >= TooManyWebhooks.MOST) {
                throw new TooManyWebhooks();
            }
            return Draft.of(new RegisterWebhook(
                    stream(caller, id.value()),
                    id,
                    null,
                    subscription,
                    secrets.seal(caller.organisation(), id, secret),
                    actions.now()));
        };
    }

    /** @param instead where a secret is to be had that was shown to nobody */
    private static void show(Outcome outcome, String secret, String instead, Model model) {
        switch (outcome) {
            case Outcome.Done done -> model.addAttribute("secret", secret);
            case Outcome.DoneBefore before -> model.addAttribute("refused", "This form was sent before. " + instead);
            case Outcome.Refused refused -> model.addAttribute("refused", refused.why());
        }
    }

    private Subscription read(Caller caller, String url, List<String> types, String description) {
        ObjectNode wanted = Json.MAPPER.createObjectNode().put("url", url.strip());
        ArrayNode named = wanted.putArray("types");
        types.forEach(named::add);
        if (!description.isBlank()) {
            wanted.put("description", description.strip());
        }
        return requests.read(caller, Fields.of(wanted));
    }

    private static StreamId stream(Caller caller, String webhookId) {
        return WebhookCommand.stream(caller.organisation(), WebhookRequests.existing(webhookId));
    }

    /** A delivery and how it went so far. */
    record Delivery(DeliveryRow row, List<Attempt> attempts) {}

    @GetMapping(HERE + "/{webhookId}")
    String one(Caller caller, @PathVariable String webhookId, Model model) {
        EndpointRow endpoint =
                queries.find(caller.organisation().value(), null, webhookId).orElseThrow(UnknownWebhook::new);
        List<DeliveryRow> rows = queries.deliveries(webhookId, null, null, DELIVERIES);
        Map<UUID, List<Attempt>> attempts = queries.attempts(
                webhookId, rows.stream().map(DeliveryRow::deliveryId).toList());
        model.addAttribute("endpoint", endpoint);
        model.addAttribute(
                "deliveries",
                rows.stream()
                        .map(row -> new Delivery(row, attempts.getOrDefault(row.deliveryId(), List.of())))
                        .toList());
        model.addAttribute("types", WebhookType.open(endpoint.providerId() != null));
        model.addAttribute("key", UuidV7.next().toString());
        model.addAttribute("tab", "webhooks");
        return "dashboard/webhook";
    }

    /** One that was disabled works again. */
    @PostMapping(HERE + "/{webhookId}")
    String change(
            Caller caller,
            @PathVariable String webhookId,
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") List<String> types,
            @RequestParam(defaultValue = "") String description,
            RedirectAttributes told) {
        return Actions.lead(told, HERE + "/" + webhookId, "The endpoint was saved.", () -> {
            Subscription subscription = read(caller, url, types, description);
            execute(caller, new ChangeWebhook(stream(caller, webhookId), null, subscription, actions.now()));
        });
    }

    @PostMapping(HERE + "/{webhookId}/remove")
    String remove(Caller caller, @PathVariable String webhookId, RedirectAttributes told) {
        return Actions.lead(
                told,
                HERE,
                "The endpoint was removed.",
                () -> execute(caller, new RemoveWebhook(stream(caller, webhookId), null, actions.now())));
    }

    @PostMapping(HERE + "/{webhookId}/test")
    String test(Caller caller, @PathVariable String webhookId, RedirectAttributes told) {
        return Actions.lead(
                told,
                HERE + "/" + webhookId,
                "A test was sent; it is the newest delivery below.",
                () -> execute(caller, new RequestTest(stream(caller, webhookId), null, UuidV7.next(), actions.now())));
    }

    /** The secret is on this one page alone. Only so many sign at a time: none is made that nobody sees. */
    @PostMapping(HERE + "/{webhookId}/rotate-secret")
    String rotate(Caller caller, @PathVariable String webhookId, HttpServletRequest request, Model model) {
        String secret = secrets.newSecret();
        WebhookId id = WebhookRequests.existing(webhookId);
        Drafting command = () -> Draft.of(new RotateSecret(
                stream(caller, webhookId), null, secrets.seal(caller.organisation(), id, secret), actions.now()));
        Outcome outcome = forms.attempt(caller, request, () -> command, SHOWN_BY);
        show(outcome, secret, "The secret that it made is not shown again: take another one.", model);
        return one(caller, webhookId, model);
    }

    @PostMapping(HERE + "/{webhookId}/deliveries/{deliveryId}/redeliver")
    String redeliver(
            Caller caller, @PathVariable String webhookId, @PathVariable UUID deliveryId, RedirectAttributes told) {
        return Actions.lead(told, HERE + "/" + webhookId, "It is sent once more.", () -> {
            if (queries.find(caller.organisation().value(), null, webhookId).isEmpty()) {
                throw new UnknownWebhook();
            }
            if (queries.delivery(webhookId, deliveryId).isEmpty()) {
                throw new UnknownDelivery();
            }
            execute(caller, new RequestRedelivery(stream(caller, webhookId), null, deliveryId, actions.now()));
        });
    }

    private void execute(Caller caller, WebhookCommand command) {
        actions.execute(caller, () -> Draft.of(command), WebhooksProjection.NAME);
    }
}
