package org.commissionledger.api.credits;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.HoldId;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.UnknownHold;
import org.commissionledger.credit.UnknownTopUp;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what clients send about top-ups and holds into commands. */
@Component
public class CreditRequests {

    private static final int NOTE = 500;

    private final CreditDrafts drafts;
    private final Clock clock;

    CreditRequests(CreditDrafts drafts, Clock clock) {
        this.drafts = drafts;
        this.clock = clock;
    }

    static @Nullable Currency requiredCurrency(Fields fields) {
        if (!fields.has("currency")) {
            fields.error("currency", "request.missing-field", "This field is required.");
        }
        return fields.currency("currency");
    }

    static @Nullable Money requiredAmount(Fields fields) {
        Money amount = fields.requiredMoney("amount");
        requirePositive(fields, amount);
        return amount;
    }

    /** To the ledger an identifier that cannot be is one that does not exist. */
    public static TopUpId existingTopUp(String topUpId) {
        if (!Identifiers.isValid(topUpId)) {
            throw new UnknownTopUp();
        }
        return new TopUpId(topUpId);
    }

    static HoldId existingHold(String holdId) {
        if (!Identifiers.isValid(holdId)) {
            throw new UnknownHold();
        }
        return new HoldId(holdId);
    }

    private static void requirePositive(Fields fields, @Nullable Money amount) {
        if (amount != null && !amount.isPositive()) {
            fields.error("amount", "request.invalid-amount", "The amount must be greater than zero.");
        }
    }

    /** One when it is left out. */
    static long quantity(Fields fields) {
        Long quantity = fields.whole("quantity", "request.invalid-value");
        if (quantity != null && quantity < 1) {
            fields.error("quantity", "request.invalid-value", "The quantity is one or more.");
        }
        return quantity == null ? 1 : quantity;
    }

    private static int priority(Fields fields) {
        Long priority = fields.whole("priority", "request.invalid-value");
        if (priority != null && (priority < 0 || priority > TopUp.LAST_PRIORITY)) {
            fields.error("priority", "request.invalid-value", "The priority is 0 to " + TopUp.LAST_PRIORITY + ".");
            return TopUp.DEFAULT_PRIORITY;
        }
        return priority == null ? TopUp.DEFAULT_PRIORITY : priority.intValue();
    }

    public Drafting topUp(Caller caller, AccountId account, Fields fields) {
        TopUpId given = fields.id("topUpId", TopUpId::new);
        Money amount = requiredAmount(fields);
        TopUpCategory category =
                fields.requiredOneOf("category", TopUpCategory.class, Arrays.asList(TopUpCategory.values()));
        int priority = priority(fields);
        Instant expiresAt = fields.at("expiresAt");
        Instant at = fields.at("at");
        fields.done();
        if (amount == null || category == null) {
            throw new IllegalStateException("checked above");
        }
        TopUpId id = given == null ? new TopUpId(UuidV7.next().toString()) : given;
        TopUp topUp = new TopUp(id, category, amount.amount(), priority, expiresAt);
        Instant now = clock.instant();
        return drafts.topUp(
                caller.organisation(), account, topUp, amount.currency(), at == null ? now : at, at != null, now);
    }

    public Drafting voidTopUp(Caller caller, AccountId account, TopUpId topUp, Fields fields) {
        ReasonCode reason = fields.requiredOneOf("reasonCode", ReasonCode.class, Arrays.asList(ReasonCode.values()));
        String note = fields.text("note", NOTE);
        if (reason == ReasonCode.OTHER && !fields.has("note")) {
            fields.error("note", "request.missing-field", "The reason OTHER needs a note.");
        }
        fields.done();
        if (reason == null) {
            throw new IllegalStateException("checked above");
        }
        Instant now = clock.instant();
        return drafts.voidTopUp(caller.organisation(), account, topUp, reason, note, now, now);
    }

    Drafting hold(Caller caller, AccountId account, Fields fields) {
        HoldId given = fields.id("holdId", HoldId::new);
        Money amount = requiredAmount(fields);
        Instant expiresAt = fields.at("expiresAt");
        fields.done();
        if (amount == null) {
            throw new IllegalStateException("checked above");
        }
        HoldId id = given == null ? new HoldId(UuidV7.next().toString()) : given;
        Instant now = clock.instant();
        return drafts.hold(caller.organisation(), account, id, amount, expiresAt, now, now);
    }

    Drafting capture(Caller caller, AccountId account, HoldId hold, Fields fields) {
        Money amount = fields.money("amount", "amount", "request.invalid-amount");
        requirePositive(fields, amount);
        ProductId product = fields.requiredId("productId", ProductId::new);
        long quantity = quantity(fields);
        fields.done();
        if (product == null) {
            throw new IllegalStateException("checked above");
        }
        Instant now = clock.instant();
        return drafts.capture(caller.organisation(), account, hold, amount, product, quantity, now, now);
    }

    /** Has no fields. */
    Drafting release(Caller caller, AccountId account, HoldId hold, Fields fields) {
        fields.done();
        Instant now = clock.instant();
        return drafts.release(caller.organisation(), account, hold, now, now);
    }
}
