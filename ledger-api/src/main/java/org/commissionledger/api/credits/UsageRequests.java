package org.commissionledger.api.credits;

import java.time.Clock;
import java.time.Instant;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.credit.UsageId;
import org.commissionledger.credit.UsageRequest;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Understands usage as clients tell of it: by field, by row, or as CloudEvents 1.0. */
@Component
class UsageRequests {

    /** The only type of event that is taken. */
    static final String EVENT_TYPE = "usage.recorded";

    private static final String VERSION = "1.0";

    private final Clock clock;

    UsageRequests(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Of the account in the path. */
    UsageRequest read(AccountId account, Fields fields) {
        return usage(account, fields.id("usageId", UsageId::new), fields);
    }

    /** One that names its account itself, in JSON or in a row. */
    UsageRequest read(Fields fields) {
        AccountId account = fields.requiredId("accountId", AccountId::new);
        return usage(account, fields.id("usageId", UsageId::new), fields);
    }

    private UsageRequest usage(@Nullable AccountId account, @Nullable UsageId given, Fields fields) {
        ProductId product = fields.requiredId("productId", ProductId::new);
        long quantity = CreditRequests.quantity(fields);
        Money amount = CreditRequests.requiredAmount(fields);
        Instant at = fields.at("at");
        fields.done();
        if (account == null || product == null || amount == null) {
            throw new IllegalStateException("checked above");
        }
        UsageId id = given == null ? new UsageId(UuidV7.next().toString()) : given;
        return new UsageRequest(account, id, product, quantity, amount, at == null ? now() : at, at != null);
    }

    /** An event: its subject is the account, its source and id together name the usage. Extension attributes mean nothing here. */
    UsageRequest readEvent(Fields event) {
        String source = event.requiredText("source", 500);
        String id = event.requiredText("id", 500);
        requireKind(event);
        AccountId account = event.requiredId("subject", AccountId::new);
        Instant at = event.at("time");
        Fields data = event.requiredObject("data");
        ProductId product = data == null ? null : data.requiredId("productId", ProductId::new);
        long quantity = data == null ? 1 : CreditRequests.quantity(data);
        Money amount = data == null ? null : CreditRequests.requiredAmount(data);
        if (data != null) {
            data.nestedDone();
        }
        event.doneWithExtensions();
        if (account == null || product == null || amount == null) {
            throw new IllegalStateException("checked above");
        }
        UsageId usage = UsageId.ofCloudEvent(source, id);
        return new UsageRequest(account, usage, product, quantity, amount, at == null ? now() : at, at != null);
    }

    /** @throws BadRequest for an event of another type, whatever else is in it */
    private static void requireKind(Fields event) {
        String version = event.requiredText("specversion", 10);
        if (!version.isEmpty() && !version.equals(VERSION)) {
            event.error("specversion", "request.invalid-value", "CloudEvents " + VERSION + " is expected.");
        }
        String type = event.requiredText("type", 500);
        if (!type.isEmpty() && !type.equals(EVENT_TYPE)) {
            throw BadRequest.field("type", "usage.unknown-event-type", "Events of type " + EVENT_TYPE + " are taken.");
        }
        String content = event.text("datacontenttype", 100);
        if (content != null && !content.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            event.error("datacontenttype", "request.invalid-value", "Data in application/json is expected.");
        }
        if (event.has("data_base64")) {
            event.error("data_base64", "request.unknown-field", "Data in application/json is expected.");
        }
    }
}
