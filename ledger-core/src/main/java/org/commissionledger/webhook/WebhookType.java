package org.commissionledger.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an endpoint can be told. */
public enum WebhookType {
    ORDER_PLACED("order.placed", Audience.PROVIDERS_TOO),
    ORDER_SUCCEEDED("order.succeeded", Audience.PROVIDERS_TOO),
    ORDER_FAILED("order.failed", Audience.PROVIDERS_TOO),
    COMMISSION_ACCRUED("commission.accrued", Audience.PROVIDERS_TOO),
    COMMISSION_AMENDED("commission.amended", Audience.PROVIDERS_TOO),
    COMMISSION_CONFIRMED("commission.confirmed", Audience.PROVIDERS_TOO),
    COMMISSION_DECLINED("commission.declined", Audience.PROVIDERS_TOO),
    COMMISSION_REVERSED("commission.reversed", Audience.PROVIDERS_TOO),
    CREDITS_LOW("credits.low", Audience.ORGANISATION),
    DISCOUNT_EXPIRED("discount.expired", Audience.ORGANISATION),
    PAYOUT_APPROVED("payout.approved", Audience.PROVIDERS_TOO),
    PAYOUT_SETTLED("payout.settled", Audience.PROVIDERS_TOO),
    PAYOUT_FAILED("payout.failed", Audience.PROVIDERS_TOO),
    CHECKPOINT_SEALED("checkpoint.sealed", Audience.ORGANISATION),
    PROJECTION_PARKED("projection.parked", Audience.ORGANISATION),
    NOTICE_RAISED("notice.raised", Audience.ORGANISATION);

    /** Who may hear of it. */
    private enum Audience {
        PROVIDERS_TOO,
        ORGANISATION
    }

    private final String text;
    private final Audience audience;

    WebhookType(String text, Audience audience) {
        this.text = text;
        this.audience = audience;
    }

    public static Optional<WebhookType> named(String text) {
        return Arrays.stream(values()).filter(t -> t.text.equals(text)).findFirst();
    }

    /** The types that an endpoint of a provider, or one of the organisation itself, can ask for. */
    public static List<WebhookType> open(boolean toProvider) {
        return Arrays.stream(values())
                .filter(t -> !toProvider || t.audience == Audience.PROVIDERS_TOO)
                .toList();
    }

    /** As requests, bodies and events have it. */
    @Override
    public String toString() {
        return text;
    }
}
