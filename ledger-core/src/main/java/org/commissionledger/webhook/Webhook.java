package org.commissionledger.webhook;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.webhook.WebhookCommand.ChangeWebhook;
import org.commissionledger.webhook.WebhookCommand.DisableWebhook;
import org.commissionledger.webhook.WebhookCommand.OnWebhook;
import org.commissionledger.webhook.WebhookCommand.RegisterWebhook;
import org.commissionledger.webhook.WebhookCommand.RemoveWebhook;
import org.commissionledger.webhook.WebhookCommand.RequestRedelivery;
import org.commissionledger.webhook.WebhookCommand.RequestTest;
import org.commissionledger.webhook.WebhookCommand.RotateSecret;
import org.commissionledger.webhook.WebhookEvent.RedeliveryRequested;
import org.commissionledger.webhook.WebhookEvent.SecretRotated;
import org.commissionledger.webhook.WebhookEvent.TestRequested;
import org.commissionledger.webhook.WebhookEvent.WebhookChanged;
import org.commissionledger.webhook.WebhookEvent.WebhookDisabled;
import org.commissionledger.webhook.WebhookEvent.WebhookRegistered;
import org.commissionledger.webhook.WebhookEvent.WebhookRemoved;
import org.jspecify.annotations.Nullable;

/** An endpoint: whose it is, what it is told, whether it still is. */
public final class Webhook {

    /** How long a secret goes on signing beside the one that took its place. */
    public static final Duration BOTH_SIGN = Duration.ofHours(24);

    /** Secrets that may sign at a time: a header with more signatures helps nobody. */
    static final int MOST_SECRETS = 5;

    @AggregateIdentifier
    private final String stream;

    private @Nullable WebhookState state;
    private final List<Instant> rotations = new ArrayList<>();

    public Webhook(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    WebhookState register(RegisterWebhook c) {
        if (state == null) {
            apply(new WebhookRegistered(c.webhookId(), c.providerId(), c.subscription(), c.secret(), c.at()));
        }
        return current();
    }

    @CommandHandler
    WebhookState change(ChangeWebhook c) {
        WebhookState now = visibleTo(c);
        if (now.isDisabled() || !now.subscription().equals(c.subscription())) {
            apply(new WebhookChanged(now.webhookId(), c.subscription(), c.at()));
        }
        return current();
    }

    @CommandHandler
    WebhookState rotate(RotateSecret c) {
        WebhookState now = visibleTo(c);
        Instant signingSince = c.at().minus(BOTH_SIGN);
        if (rotations.stream().filter(at -> at.isAfter(signingSince)).count() >= MOST_SECRETS - 1) {
            throw new TooManySecrets();
        }
        apply(new SecretRotated(now.webhookId(), c.secret(), c.at()));
        return current();
    }

    @CommandHandler
    WebhookState disable(DisableWebhook c) {
        WebhookState now = current();
        if (!now.isDisabled()) {
            apply(new WebhookDisabled(now.webhookId(), c.reason(), c.at()));
        }
        return current();
    }

    @CommandHandler
    WebhookState remove(RemoveWebhook c) {
        WebhookState now = visibleTo(c);
        apply(new WebhookRemoved(now.webhookId(), c.at()));
        return now;
    }

    @CommandHandler
    WebhookState test(RequestTest c) {
        WebhookState now = working(c);
        apply(new TestRequested(now.webhookId(), c.deliveryId(), c.at()));
        return now;
    }

    @CommandHandler
    WebhookState redeliver(RequestRedelivery c) {
        WebhookState now = working(c);
        apply(new RedeliveryRequested(now.webhookId(), c.deliveryId(), c.at()));
        return now;
    }

    private WebhookState working(OnWebhook c) {
        WebhookState now = visibleTo(c);
        if (now.isDisabled()) {
            throw new WebhookIsDisabled();
        }
        return now;
    }

    /** To a provider the endpoints of others do not exist. */
    private WebhookState visibleTo(OnWebhook c) {
        WebhookState now = current();
        if (c.only() != null && !c.only().equals(now.providerId())) {
            throw new UnknownWebhook();
        }
        return now;
    }

    private WebhookState current() {
        if (state == null) {
            throw new UnknownWebhook();
        }
        return state;
    }

    @EventSourcingHandler
    void evolve(WebhookEvent event) {
        switch (event) {
            case WebhookRegistered e ->
                state = new WebhookState(e.webhookId(), e.providerId(), e.subscription(), e.at(), null, null);
            case WebhookChanged e -> state = current().subscribedTo(e.subscription());
            case SecretRotated e -> rotations.add(e.at());
            case WebhookDisabled e -> state = current().disabled(e.reason(), e.at());
            case WebhookRemoved e -> state = null;
            case TestRequested e -> {}
            case RedeliveryRequested e -> {}
        }
    }

    @Override
    public String toString() {
        return stream;
    }
}
