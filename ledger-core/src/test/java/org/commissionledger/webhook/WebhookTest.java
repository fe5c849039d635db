package org.commissionledger.webhook;

import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.person.Sealed;
import org.commissionledger.testing.AggregateFixture;
import org.commissionledger.webhook.WebhookCommand.ChangeWebhook;
import org.commissionledger.webhook.WebhookCommand.DisableWebhook;
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
import org.junit.jupiter.api.Test;

class WebhookTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final WebhookId ID = new WebhookId("hook-1");
    private static final StreamId STREAM = WebhookCommand.stream(DEMO, ID);
    private static final ProviderId ACME = new ProviderId("acme");
    private static final ProviderId ZENITH = new ProviderId("zenith");
    private static final Sealed SECRET = new Sealed(
            "v1:BwoNEBMWGRwfIiUoKy4xNDc6PUBDRklMT1JVWFteYWRnam1wc3Z5fH-ChYiLjpGUl5qdoKOmqayvsrW4u77BxMfKzdDT1tnc3-Ll6Ovu8fT3-v0AAwYJDA8SFRg");
    private static final Subscription ORDERS =
            new Subscription("https://hooks.example.org/", List.of(WebhookType.ORDER_PLACED), null);
    private static final Subscription CREDITS =
            new Subscription("https://hooks.example.org/", List.of(WebhookType.CREDITS_LOW), "low");
    private static final WebhookRegistered REGISTERED = new WebhookRegistered(ID, ACME, ORDERS, SECRET, AT);
    private static final UUID DELIVERY = UUID.fromString("0190b6a0-7c5e-7000-8000-000000000002");

    private final AggregateTestFixture<Webhook> fixture = AggregateFixture.of(Webhook.class, Webhook::new);

    @Test
    void isRegistered() {
        fixture.givenNoPriorActivity()
                .when(new RegisterWebhook(STREAM, ID, ACME, ORDERS, SECRET, AT))
                .expectEvents(REGISTERED)
                .expectResultMessagePayload(new WebhookState(ID, ACME, ORDERS, AT, null, null));
    }

    @Test
    void changesAndIsNoNewsWhenItIsTheSame() {
        fixture.given(REGISTERED)
                .when(new ChangeWebhook(STREAM, ACME, CREDITS, AT))
                .expectEvents(new WebhookChanged(ID, CREDITS, AT));
        fixture.given(REGISTERED)
                .when(new ChangeWebhook(STREAM, null, ORDERS, AT))
                .expectNoEvents();
    }

    @Test
    void worksAgainWhenItIsPut() {
        fixture.given(REGISTERED, new WebhookDisabled(ID, DisabledReason.GONE, AT))
                .when(new ChangeWebhook(STREAM, null, ORDERS, AT))
                .expectEvents(new WebhookChanged(ID, ORDERS, AT))
                .expectResultMessagePayload(new WebhookState(ID, ACME, ORDERS, AT, null, null));
    }

    @Test
    void isDisabledOnce() {
        DisableWebhook disable = new DisableWebhook(STREAM, DisabledReason.FAILING, AT);
        WebhookDisabled disabled = new WebhookDisabled(ID, DisabledReason.FAILING, AT);
        fixture.given(REGISTERED).when(disable).expectEvents(disabled);
        fixture.given(REGISTERED, disabled).when(disable).expectNoEvents();
    }

    @Test
    void sendsNothingOnRequestWhileItIsDisabled() {
        WebhookDisabled disabled = new WebhookDisabled(ID, DisabledReason.GONE, AT);
        fixture.given(REGISTERED)
                .when(new RequestTest(STREAM, null, DELIVERY, AT))
                .expectEvents(new TestRequested(ID, DELIVERY, AT));
        fixture.given(REGISTERED)
                .when(new RequestRedelivery(STREAM, ACME, DELIVERY, AT))
                .expectEvents(new RedeliveryRequested(ID, DELIVERY, AT));
        fixture.given(REGISTERED, disabled)
                .when(new RequestTest(STREAM, null, DELIVERY, AT))
                .expectNoEvents()
                .expectException(refusal(WebhookIsDisabled.class, "webhook.disabled"));
        fixture.given(REGISTERED, disabled)
                .when(new RequestRedelivery(STREAM, null, DELIVERY, AT))
                .expectNoEvents()
                .expectException(refusal(WebhookIsDisabled.class, "webhook.disabled"));
    }

    @Test
    void takesAFewNewSecretsADay() {
        List<Object> rotated = new ArrayList<>(List.of(REGISTERED));
        for (int i = 0; i < Webhook.MOST_SECRETS - 1; i++) {
            rotated.add(new SecretRotated(ID, SECRET, AT.plusSeconds(i)));
        }
        fixture.given(rotated)
                .when(new RotateSecret(STREAM, null, SECRET, AT.plusSeconds(60)))
                .expectNoEvents()
                .expectException(refusal(TooManySecrets.class, "webhook.rotated-too-often"));
        Instant nextDay = AT.plus(Duration.ofHours(24));
        fixture.given(rotated)
                .when(new RotateSecret(STREAM, null, SECRET, nextDay))
                .expectEvents(new SecretRotated(ID, SECRET, nextDay));
    }

    @Test
    void isGoneOnceItIsRemoved() {
        WebhookRemoved removed = new WebhookRemoved(ID, AT);
        fixture.given(REGISTERED).when(new RemoveWebhook(STREAM, null, AT)).expectEvents(removed);
        fixture.given(REGISTERED, removed)
                .when(new RemoveWebhook(STREAM, null, AT))
                .expectNoEvents()
                .expectException(refusal(UnknownWebhook.class, "webhook.unknown"));
        fixture.given(REGISTERED, removed)
                .when(new DisableWebhook(STREAM, DisabledReason.GONE, AT))
                .expectNoEvents()
                .expectException(refusal(UnknownWebhook.class, "webhook.unknown"));
    }

    @Test
    void isNobodyElsesBusiness() {
        List<WebhookCommand> byAnother = List.of(
                new ChangeWebhook(STREAM, ZENITH, CREDITS, AT),
                new RotateSecret(STREAM, ZENITH, SECRET, AT),
                new RequestTest(STREAM, ZENITH, DELIVERY, AT),
                new RequestRedelivery(STREAM, ZENITH, DELIVERY, AT),
                new RemoveWebhook(STREAM, ZENITH, AT));
        for (WebhookCommand command : byAnother) {
            fixture.given(REGISTERED)
                    .when(command)
                    .expectNoEvents()
                    .expectException(refusal(UnknownWebhook.class, "webhook.unknown"));
        }
        fixture.given(new WebhookRegistered(ID, null, ORDERS, SECRET, AT))
                .when(new RemoveWebhook(STREAM, ACME, AT))
                .expectNoEvents()
                .expectException(refusal(UnknownWebhook.class, "webhook.unknown"));
    }
}
