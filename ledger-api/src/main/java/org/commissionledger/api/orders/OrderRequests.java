package org.commissionledger.api.orders;

import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.PlanCurrencyMismatch;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.money.Money;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.DeclineCommission;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderCommand.RepeatOrder;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what clients send about orders and commissions into commands, from JSON and from CSV by the same rules. */
@Component
public class OrderRequests {

    private static final int NOTE = 500;
    private static final int REFERENCE = 200;

    private final Catalogue catalogue;
    private final Clock clock;

    OrderRequests(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    private Instant orNow(@Nullable Instant at) {
        return at == null ? clock.instant() : at;
    }

    /** @param timeField {@code at} in JSON, {@code placedAt} in CSV */
    public BulkItem place(Caller caller, Fields fields, String timeField) {
        OrderId given = fields.id("orderId", OrderId::new);
        OrderId orderId = given == null ? new OrderId(UuidV7.next().toString()) : given;
        IntegrationId integration = fields.requiredId("integrationId", IntegrationId::new);
        ProductId product = fields.requiredId("productId", ProductId::new);
        CustomerId customer = fields.id("customerId", CustomerId::new);
        boolean csv = timeField.equals("placedAt");
        if (!fields.has(csv ? "amount" : "value")) {
            fields.error(csv ? "amount" : "value", "request.missing-field", "This field is required.");
        }
        Money value = fields.money("value", "amount", "order.invalid-value");
        if (value != null && !value.isPositive()) {
            fields.error(
                    csv ? "amount" : "value.amount", "order.invalid-value", "The value must be greater than zero.");
        }
        OrderStatus status = fields.oneOf("status", OrderStatus.class);
        Money commission = commission(fields, value, csv);
        Instant at = fields.at(timeField);
        fields.done();
        if (integration == null || product == null || value == null) {
            throw new IllegalStateException("checked above");
        }
        Instant placedAt = orNow(at);
        CustomerId buyer = customer == null ? new CustomerId(UuidV7.next().toString()) : customer;
        Drafting drafting = () -> {
            Catalogue.Terms terms = catalogue.terms(caller.organisation(), product, integration);
            Money expected = Money.zero(value.currency());
            PlanCurrencyMismatch mismatch = null;
            try {
                expected = expected(commission, terms, value);
            } catch (PlanCurrencyMismatch refusal) {
                mismatch = refusal;
            }
            PlaceOrder command = new PlaceOrder(
                    OrderCommand.stream(caller.organisation(), orderId),
                    orderId,
                    integration,
                    product,
                    terms.category(),
                    terms.provider(),
                    buyer,
                    customer == null,
                    value,
                    status == null ? OrderStatus.PENDING : status,
                    expected,
                    commission != null,
                    placedAt,
                    at != null);
            return new Draft(mismatch == null ? command : new RepeatOrder(command, mismatch), terms.basis());
        };
        return new BulkItem(orderId.value(), OrderCommand.stream(caller.organisation(), orderId), drafting);
    }

    /** A row has no currency of its own for the commission: it is the order's. */
    private static @Nullable Money commission(Fields fields, @Nullable Money value, boolean csv) {
        Money commission;
        if (csv) {
            Long amount = fields.whole("commission", "request.invalid-amount");
            Currency currency = value == null ? null : value.currency();
            commission = amount == null || currency == null ? null : Money.ofMinor(amount, currency);
        } else {
            commission = fields.money("commission", "commission", "request.invalid-amount");
        }
        if (commission != null && commission.isNegative()) {
            fields.error(
                    csv ? "commission" : "commission.amount",
                    "request.invalid-amount",
                    "A commission is not negative.");
        }
        return commission;
    }

    private static Money expected(@Nullable Money given, Catalogue.Terms terms, Money value) {
        if (given != null) {
            return given;
        }
        return terms.plan() == null
                ? Money.zero(value.currency())
                : terms.plan().commissionOn(value);
    }

    public BulkItem status(Caller caller, OrderId order, Fields fields) {
        OrderStatus status =
                fields.requiredOneOf("status", OrderStatus.class, List.of(OrderStatus.SUCCESSFUL, OrderStatus.FAILED));
        String reason = fields.text("reason", NOTE);
        Instant at = fields.at("at");
        fields.done();
        if (status == null) {
            throw new IllegalStateException("checked above");
        }
        StreamId stream = OrderCommand.stream(caller.organisation(), order);
        ChangeStatus command = new ChangeStatus(stream, caller.providerId(), status, reason, orNow(at));
        return new BulkItem(order.value(), stream, () -> Draft.of(command));
    }

    /** An item that names its order itself. */
    public BulkItem statusItem(Caller caller, Fields fields) {
        return status(caller, requiredOrder(fields), fields);
    }

    private static OrderId requiredOrder(Fields fields) {
        OrderId order = fields.requiredId("orderId", OrderId::new);
        return order == null ? new OrderId("unreadable") : order; // the fields refuse it when they are done
    }

    public BulkItem commissionItem(Caller caller, Fields fields) {
        OrderId order = requiredOrder(fields);
        CommissionMove move = fields.requiredOneOf("action", CommissionMove.class, EnumSet.allOf(CommissionMove.class));
        if (move == null) {
            fields.known("amount", "currency", "final", "allowExcess", "reasonCode", "note", "reference", "at");
            fields.done();
            throw new IllegalStateException("checked above");
        }
        return commission(caller, order, move, fields, true);
    }

    /** @param bulk whether the item may name fields of other moves, as a row of a CSV does */
    public BulkItem commission(Caller caller, OrderId order, CommissionMove move, Fields fields, boolean bulk) {
        boolean confirm = move == CommissionMove.CONFIRM;
        Money amount = move == CommissionMove.DECLINE && !bulk
                ? null
                : fields.money("amount", "amount", "request.invalid-amount");
        requireAmount(move, amount, fields);
        boolean isFinal = (confirm || bulk) && Boolean.TRUE.equals(fields.flag("final"));
        boolean allowExcess = (confirm || bulk) && Boolean.TRUE.equals(fields.flag("allowExcess"));
        ReasonCode reason = confirm && !bulk ? null : fields.oneOf("reasonCode", ReasonCode.class);
        String note = confirm && !bulk ? null : fields.text("note", NOTE);
        String reference = confirm || bulk ? fields.text("reference", REFERENCE) : null;
        Instant at = orNow(fields.at("at"));
        if (!confirm) {
            requireReason(reason, note, fields);
        }
        fields.done();
        var stream = OrderCommand.stream(caller.organisation(), order);
        LedgerCommand command = switch (move) {
            case CONFIRM ->
                new ConfirmCommission(stream, caller.providerId(), amount, isFinal, allowExcess, reference, at);
            case DECLINE -> new DeclineCommission(stream, caller.providerId(), given(reason), note, reference, at);
            case AMEND ->
                new AmendCommission(stream, caller.providerId(), given(amount), given(reason), note, reference, at);
            case REVERSE ->
                new ReverseCommission(stream, caller.providerId(), amount, given(reason), note, reference, at);
        };
        return item(order, command);
    }

    private static void requireAmount(CommissionMove move, @Nullable Money amount, Fields fields) {
        if (amount == null) {
            if (move == CommissionMove.AMEND && !fields.has("amount")) {
                fields.error("amount", "request.missing-field", "This field is required.");
            }
            return;
        }
        boolean zeroMeansSomething = move == CommissionMove.AMEND;
        if (amount.isNegative() || (amount.amount() == 0 && !zeroMeansSomething)) {
            fields.error("amount", "request.invalid-amount", "The amount must be greater than zero.");
        }
    }

    private static void requireReason(@Nullable ReasonCode reason, @Nullable String note, Fields fields) {
        if (reason == null && !fields.has("reasonCode")) {
            fields.error("reasonCode", "request.missing-field", "This field is required.");
        }
        if (reason == ReasonCode.OTHER && note == null) {
            fields.error("note", "request.missing-field", "The reason OTHER needs a note.");
        }
    }

    private static <T> T given(@Nullable T value) {
        if (value == null) {
            throw BadRequest.of("request.missing-field", "A required field is missing.");
        }
        return value;
    }

    private static BulkItem item(OrderId order, LedgerCommand command) {
        return new BulkItem(order.value(), command.stream(), () -> Draft.of(command));
    }
}
