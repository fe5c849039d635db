package org.commissionledger.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to send what.
 *
 * @param url an address that was found fit to be called when it was given; it is looked at again before each call
 * @param types at least one, each once
 */
public record Subscription(
        String url, List<WebhookType> types, @Nullable String description) {

    public Subscription {
        types = List.copyOf(types);
    }
}
