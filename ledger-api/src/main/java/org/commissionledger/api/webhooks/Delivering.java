package org.commissionledger.api.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.webhooks.CheckpointTellings;
import org.commissionledger.projection.webhooks.Claim;
import org.commissionledger.projection.webhooks.Endpoint;
import org.commissionledger.projection.webhooks.Settlement;
import org.commissionledger.proof.CheckpointTable;
import org.commissionledger.webhook.WebhookSecrets;
import org.springframework.stereotype.Component;

/** Makes one attempt at one delivery, and says what follows from how it went. */
@Component
final class Delivering {

    private final Sender sender;
    private final WebhookSecrets secrets;
    private final EventCodec codec;
    private final CheckpointTable checkpoints;
    private final MeterRegistry meters;
    private final RetrySchedule schedule;

    Delivering(
            Sender sender,
            WebhookSecrets secrets,
            EventCodec codec,
            CheckpointTable checkpoints,
            LedgerSettings settings,
            MeterRegistry meters) {
        this.sender = sender;
        this.secrets = secrets;
        this.codec = codec;
        this.checkpoints = checkpoints;
        this.meters = meters;
        this.schedule = new RetrySchedule(
                settings.webhooks().retries(), () -> ThreadLocalRandom.current().nextLong());
    }

    private String body(Claim claim, RecordedEvent event) {
        if (!claim.stream().equals(CheckpointTellings.STREAM)) {
            return Message.of(claim, event, codec.decode(event));
        }
        return Message.of(
                claim,
                checkpoints
                        .at(event.organisation(), event.ledgerSequence())
                        .orElseThrow(() -> new IllegalStateException("no checkpoint was ever removed")));
    }

    Settlement attempt(Endpoint endpoint, Claim claim, RecordedEvent event) {
        String body = body(claim, event);
        List<byte[]> keys = endpoint.secrets().stream()
                .map(secret -> secrets.open(endpoint.organisation(), endpoint.webhookId(), secret))
                .toList();
        Sender.Reply reply = sender.send(endpoint.url(), keys, claim.messageId().toString(), body);
        boolean well = reply.attempt().succeeded();
        Timer.builder("ledger.webhooks.attempts")
                .description("Calls of endpoints")
                .tag("outcome", well ? "delivered" : "failed")
                .register(meters)
                .record(reply.attempt().durationMs(), TimeUnit.MILLISECONDS);
        Duration again = well ? null : schedule.after(claim.tries(), reply.asked());
        return new Settlement(claim, reply.attempt(), again, reply.asked());
    }
}
