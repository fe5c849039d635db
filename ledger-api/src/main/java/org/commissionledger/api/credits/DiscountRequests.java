package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Arrays;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/** Understands a discount as clients put it. */
public final class DiscountRequests {

    private DiscountRequests() {}

    private enum TermsType {
        PERCENT,
        FIXED
    }

    public static Discount read(DiscountId id, Fields fields) {
        AccountId account = fields.id("accountId", AccountId::new);
        AccountId partner = fields.id("partnerId", AccountId::new);
        ProductId product = fields.id("productId", ProductId::new);
        DiscountTerms terms = terms(fields);
        if (!fields.has("from")) {
            fields.error("from", "request.missing-field", "This field is required.");
        }
        Instant from = fields.atOrDay("from");
        Instant to = fields.atOrDay("to");
        if (from != null && to != null && !from.isBefore(to)) {
            fields.error("to", "request.invalid-value", "A discount ends after it begins.");
        }
        fields.done();
        if (terms == null || from == null) {
            throw new IllegalStateException("checked above");
        }
        boolean own = account != null;
        return new Discount(
                id,
                owner(account, partner),
                own ? DiscountScope.ACCOUNT : DiscountScope.CUSTOMERS,
                product,
                terms,
                from,
                to);
    }

    private static AccountId owner(@Nullable AccountId account, @Nullable AccountId partner) {
        if (account != null && partner != null) {
            throw BadRequest.field(
                    "partnerId", "request.invalid-value", "A discount is for an account or for a partner's customers.");
        }
        AccountId owner = account == null ? partner : account;
        if (owner == null) {
            throw BadRequest.field("accountId", "request.missing-field", "One of accountId and partnerId is required.");
        }
        return owner;
    }

    /** What belongs to the other type may not be there: it would be passed over in silence. */
    private static @Nullable DiscountTerms terms(Fields fields) {
        TermsType type = fields.requiredOneOf("type", TermsType.class, Arrays.asList(TermsType.values()));
        if (type == null) {
            fields.known("basisPoints", "amount");
            return null;
        }
        return switch (type) {
            case PERCENT -> {
                refuse(fields, "amount");
                Long points = fields.requiredWhole("basisPoints", 1, DiscountTerms.MAX_BASIS_POINTS);
                yield points == null ? null : new DiscountTerms.Percent(points.intValue());
            }
            case FIXED -> {
                refuse(fields, "basisPoints");
                Money amount = CreditRequests.requiredAmount(fields);
                yield amount == null || !amount.isPositive() ? null : new DiscountTerms.Fixed(amount);
            }
        };
    }

    private static void refuse(Fields fields, String field) {
        if (fields.has(field)) {
            fields.error(field, "request.invalid-value", "This field belongs to another type of discount.");
        }
    }
}
