package org.commissionledger.api.payouts;

import java.time.Instant;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.UnknownPayout;
import org.commissionledger.projection.payouts.PayoutDrafting.Wish;
import org.jspecify.annotations.Nullable;

/** Understands what is asked of payouts. */
final class PayoutRequests {

    static final int LONGEST = 200;

    private PayoutRequests() {}

    /** To the ledger an identifier that cannot be is one that does not exist. */
    static PayoutId existing(String payoutId) {
        if (!Identifiers.isValid(payoutId)) {
            throw new UnknownPayout();
        }
        return new PayoutId(payoutId);
    }

    static Wish wish(Caller caller, Fields fields, Instant now) {
        PayoutId given = fields.id("payoutId", PayoutId::new);
        ProviderId provider = fields.id("providerId", ProviderId::new);
        Instant from = required(fields, "from");
        Instant to = required(fields, "to");
        if (from != null && to != null && !from.isBefore(to)) {
            fields.error("to", "request.invalid-range", "The range ends before it begins.");
        }
        fields.done();
        if (from == null || to == null) {
            throw new IllegalStateException("checked above");
        }
        PayoutId id = given == null ? new PayoutId(UuidV7.next().toString()) : given;
        return new Wish(id, provider, from, to, caller.clientId(), now);
    }

    private static @Nullable Instant required(Fields fields, String field) {
        if (!fields.has(field)) {
            fields.error(field, "request.missing-field", "This field is required.");
        }
        return fields.atOrDay(field);
    }

    /** What became of a payout, as the bank tells. */
    record News(@Nullable String text, Instant at) {}

    static News settled(Fields fields, Instant now) {
        String reference = fields.text("reference", LONGEST);
        return news(reference, fields, now);
    }

    /** Why, in words or by a code of the bank. */
    static News failed(Fields fields, Instant now) {
        String reason = fields.text("reason", LONGEST);
        String code = fields.text("reasonCode", LONGEST);
        return news(reason == null ? code : reason, fields, now);
    }

    private static News news(@Nullable String text, Fields fields, Instant now) {
        Instant at = fields.at("at");
        fields.done();
        return new News(text, at == null ? now : at);
    }
}
