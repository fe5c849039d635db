package org.commissionledger.api.webhooks;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.webhooks.Attempt;
import org.commissionledger.projection.webhooks.DeliveryRow;
import org.commissionledger.projection.webhooks.DeliveryState;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.projection.webhooks.WebhooksProjection;
import org.commissionledger.webhook.UnknownDelivery;
import org.commissionledger.webhook.UnknownWebhook;
import org.commissionledger.webhook.WebhookCommand;
import org.commissionledger.webhook.WebhookCommand.RequestRedelivery;
import org.commissionledger.webhook.WebhookCommand.RequestTest;
import org.commissionledger.webhook.WebhookId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What was sent to an endpoint and how that went; sending a test, or something once more. Both are asked for by an event. */
@RestController
class DeliveriesController {

    private final Writes writes;
    private final WebhookQueries queries;
    private final Clock clock;

    DeliveriesController(Writes writes, WebhookQueries queries, Clock clock) {
        this.writes = writes;
        this.queries = queries;
        this.clock = clock;
    }

    private record Asked(String deliveryId) {}

    private static Answer accepted(UUID delivery) {
        return new Answer(202, null, new Asked(delivery.toString()));
    }

    @PostMapping("/v1/webhooks/{webhookId}/test")
    ResponseEntity<String> test(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        UUID delivery = UuidV7.next();
        RequestTest command = new RequestTest(
                WebhookCommand.stream(caller.organisation(), WebhookRequests.existing(webhookId)),
                caller.providerId(),
                delivery,
                clock.instant());
        return writes.post(caller, request, body, () -> Draft.of(command), (result, receipt) -> accepted(delivery));
    }

    @PostMapping("/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver")
    ResponseEntity<String> redeliver(
            Caller caller,
            @PathVariable String webhookId,
            @PathVariable String deliveryId,
            HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        WebhookId id = WebhookRequests.existing(webhookId);
        UUID delivery = existing(deliveryId);
        RequestRedelivery command = new RequestRedelivery(
                WebhookCommand.stream(caller.organisation(), id), caller.providerId(), delivery, clock.instant());
        return writes.post(
                caller,
                request,
                body,
                () -> {
                    requireEndpoint(caller, webhookId);
                    if (queries.delivery(webhookId, delivery).isEmpty()) {
                        throw new UnknownDelivery();
                    }
                    return Draft.of(command);
                },
                (result, receipt) -> accepted(delivery));
    }

    private void requireEndpoint(Caller caller, String webhookId) {
        if (queries.find(caller.organisation().value(), WebhooksController.only(caller), webhookId)
                .isEmpty()) {
            throw new UnknownWebhook();
        }
    }

    private static UUID existing(String deliveryId) {
        try {
            return UUID.fromString(deliveryId);
        } catch (IllegalArgumentException e) {
            throw new UnknownDelivery();
        }
    }

    @GetMapping("/v1/webhooks/{webhookId}/deliveries")
    @ReadsProjection(WebhooksProjection.NAME)
    Page<DeliveryView> list(Caller caller, @PathVariable String webhookId, HttpServletRequest request) {
        Query query = new Query(request);
        String state = query.oneOf("state", DeliveryState.values());
        Paging paging = Paging.last(query, "deliveries/" + webhookId, 2);
        requireEndpoint(caller, webhookId);
        WebhookQueries.Place before =
                paging.place().map(DeliveriesController::place).orElse(null);
        List<DeliveryRow> rows = queries.deliveries(
                webhookId, state == null ? null : DeliveryState.valueOf(state), before, paging.oneMore());
        Map<UUID, List<Attempt>> attempts = queries.attempts(
                webhookId, rows.stream().map(DeliveryRow::deliveryId).toList());
        return paging.page(
                rows,
                row -> DeliveryView.of(row, attempts.getOrDefault(row.deliveryId(), List.of())),
                row -> List.of(row.createdAt().toString(), row.deliveryId().toString()));
    }

    private static WebhookQueries.Place place(List<String> cursor) {
        return new WebhookQueries.Place(Instant.parse(cursor.get(0)), UUID.fromString(cursor.get(1)));
    }

    @GetMapping("/v1/webhooks/{webhookId}/deliveries/{deliveryId}")
    @ReadsProjection(WebhooksProjection.NAME)
    DeliveryView get(
            Caller caller,
            @PathVariable String webhookId,
            @PathVariable String deliveryId,
            HttpServletRequest request) {
        new Query(request).done();
        requireEndpoint(caller, webhookId);
        UUID id = existing(deliveryId);
        DeliveryRow row = queries.delivery(webhookId, id).orElseThrow(UnknownDelivery::new);
        return DeliveryView.of(row, queries.attempts(webhookId, List.of(id)).getOrDefault(id, List.of()));
    }
}
