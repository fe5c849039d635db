package org.commissionledger.api.webhooks;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.UnknownWebhook;
import org.commissionledger.webhook.WebhookId;
import org.commissionledger.webhook.WebhookType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what an endpoint is to be. */
@Component
public final class WebhookRequests {

    private static final int DESCRIPTION = 200;
    private static final int TYPES = 50;

    private final AddressRules rules;
    private final AddressBook addresses;
    private final boolean insecure;

    WebhookRequests(AddressRules rules, AddressBook addresses, LedgerSettings settings) {
        this.rules = rules;
        this.addresses = addresses;
        this.insecure = settings.webhooks().allowInsecure();
    }

    /** To the ledger an identifier that cannot be is one that does not exist. */
    public static WebhookId existing(String webhookId) {
        if (!Identifiers.isValid(webhookId)) {
            throw new UnknownWebhook();
        }
        return new WebhookId(webhookId);
    }

    public Subscription read(Caller caller, Fields fields) {
        String url = fields.requiredText("url", Target.LONGEST);
        List<WebhookType> types = types(caller, fields);
        String description = fields.text("description", DESCRIPTION);
        if (!url.isEmpty()) {
            check(url, fields);
        }
        fields.done();
        return new Subscription(url, types, description);
    }

    private static List<WebhookType> types(Caller caller, Fields fields) {
        boolean given = fields.has("types");
        List<JsonNode> elements = fields.requiredElements("types", TYPES);
        List<WebhookType> open = WebhookType.open(caller.providerId() != null);
        Set<WebhookType> types = new LinkedHashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            Optional<WebhookType> type = WebhookType.named(element.isString() ? element.stringValue() : "")
                    .filter(open::contains);
            if (type.isEmpty()) {
                fields.error("types[" + i + "]", "request.invalid-value", "One of " + open + " is expected.");
            } else {
                types.add(type.get());
            }
        }
        if (given && elements.isEmpty()) {
            fields.error("types", "request.invalid-value", "At least one type is expected.");
        }
        return new ArrayList<>(types);
    }

    private void check(String url, Fields fields) {
        Target.Reading reading = Target.read(url, insecure);
        Target target = reading.target();
        if (target == null) {
            refuse(fields, reading.fault());
        } else if (!mayBeCalled(target)) {
            refuse(fields, Target.Fault.ADDRESS);
        }
    }

    /** A name that has no address yet may be registered: it is looked up again before each call. */
    private boolean mayBeCalled(Target target) {
        if (target.literal() != null) {
            return rules.allows(target.literal());
        }
        try {
            return addresses.resolve(target.host()).length > 0;
        } catch (AddressBook.ForbiddenAddressException e) {
            return false;
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private void refuse(Fields fields, Target.@Nullable Fault fault) {
        switch (Objects.requireNonNull(fault)) {
            case MALFORMED -> fields.error("url", "request.invalid-value", "The URL of a web server is expected.");
            case SCHEME ->
                fields.error(
                        "url",
                        "webhook.insecure",
                        insecure ? "A URL that begins with https:// or http:// is expected." : "https:// is expected.");
            case PARTS -> fields.error("url", "request.invalid-value", "A URL without user and fragment is expected.");
            case ADDRESS ->
                fields.error("url", "webhook.forbidden-address", "This address may not be called from here.");
        }
    }
}
