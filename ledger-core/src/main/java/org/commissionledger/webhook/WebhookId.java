package org.commissionledger.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names an endpoint; the ledger makes it. */
public record WebhookId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WebhookId {
        Identifiers.require("webhookId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
