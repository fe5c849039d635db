package org.commissionledger.order;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.money.Money;
import org.commissionledger.order.FreezeEvent.CommissionFrozen;
import org.commissionledger.order.FreezeEvent.CommissionThawed;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.DeclineCommission;
import org.commissionledger.order.OrderCommand.FreezeCommission;
import org.commissionledger.order.OrderCommand.OnOrder;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderCommand.RepeatOrder;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderCommand.ThawCommission;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.payout.PayoutOutdated;
import org.jspecify.annotations.Nullable;

/** An order and the commission that is owed for it. Handlers decide and answer with the order as it then stands. */
public final class Order {

    private static final String FINAL_NOTE = "the rest after a final confirmation";

    @AggregateIdentifier
    private final String stream;

    private @Nullable OrderState state;

    /** The move that left nothing pending, for ever, and the last that left nothing paid. */
    private @Nullable Grounds settledBy;

    private @Nullable Grounds takenBackBy;

    private Movements movements = Movements.NONE;

    public Order(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    OrderState place(PlaceOrder c) {
        if (state != null) {
            return same(state, c);
        }
        if (!c.value().isPositive()) {
            throw new InvalidOrderValue("value.amount");
        }
        requireSoundCommission(c);
        OrderFacts facts = new OrderFacts(
                c.orderId(),
                c.integrationId(),
                c.productId(),
                c.categoryId(),
                c.providerId(),
                c.customerId(),
                c.anonymous(),
                c.value(),
                c.at());
        Commission expected =
                Commission.expecting(c.value().currency(), c.commission().amount());
        Commission commission = c.status() == OrderStatus.SUCCESSFUL ? expected.accrued() : expected;
        apply(new OrderPlaced(facts, c.status(), c.commissionGiven(), commission, c.at()));
        return current();
    }

    @CommandHandler
    OrderState repeat(RepeatOrder c) {
        return same(current(), c.order());
    }

    private static OrderState same(OrderState placed, PlaceOrder c) {
        if (isSameOrder(placed, c)) {
            return placed;
        }
        throw new DuplicateOrder(c.orderId());
    }

    private static void requireSoundCommission(PlaceOrder c) {
        if (c.commission().isNegative()) {
            throw InvalidAmount.negative("commission.amount");
        }
        if (!c.commission().sameCurrencyAs(c.value())) {
            throw new CommissionCurrencyMismatch(
                    c.commission().currency(), c.value().currency());
        }
    }

    /** Compares what the client said; what was made for it, or came from the plan of that day, tells nothing. */
    private static boolean isSameOrder(OrderState placed, PlaceOrder c) {
        OrderFacts facts = placed.facts();
        return facts.integrationId().equals(c.integrationId())
                && facts.productId().equals(c.productId())
                && facts.anonymous() == c.anonymous()
                && (c.anonymous() || facts.customerId().equals(c.customerId()))
                && facts.value().equals(c.value())
                && placed.placedAs() == c.status()
                && (!c.atGiven() || facts.placedAt().equals(c.at()))
                && placed.commissionGiven() == c.commissionGiven()
                && (!c.commissionGiven() || expected(placed).equals(c.commission()));
    }

    private static Money expected(OrderState placed) {
        return Money.ofMinor(placed.commission().expected(), placed.commission().currency());
    }

    @CommandHandler
    OrderState change(ChangeStatus c) {
        OrderState now = visibleTo(c);
        if (!now.status().next().contains(c.status())) {
            throw new IllegalOrderTransition(now.status(), c.status());
        }
        if (c.status() == OrderStatus.SUCCESSFUL) {
            apply(new OrderSucceeded(
                    now.facts(), now.status(), c.reason(), now.commission().accrued(), c.at()));
        } else {
            apply(new OrderFailed(now.facts(), now.status(), c.reason(), now.commission(), c.at()));
        }
        return current();
    }

    @CommandHandler
    OrderState confirm(ConfirmCommission c) {
        OrderState now = visibleTo(c);
        requirePositive(c.amount());
        Commission commission = now.commission();
        boolean already = c.amount() == null && commission.state() == CommissionState.CONFIRMED;
        require(now, CommissionMove.CONFIRM, already);
        requireCurrency(now, c.amount());
        long pending = commission.pending();
        long amount = c.amount() == null ? pending : c.amount().amount();
        if (amount > pending && !c.allowExcess()) {
            throw new ExceedsPending(Money.ofMinor(amount, commission.currency()), pending);
        }
        Commission confirmed = commission.confirmed(amount);
        apply(new CommissionConfirmed(now.facts(), amount, pending, c.reference(), confirmed, c.at()));
        if (c.declines(confirmed.pending())) {
            apply(new CommissionDeclined(
                    now.facts(),
                    confirmed.pending(),
                    ReasonCode.OTHER,
                    FINAL_NOTE,
                    c.reference(),
                    confirmed.declinedRest(),
                    c.at()));
        }
        return current();
    }

    @CommandHandler
    OrderState decline(DeclineCommission c) {
        OrderState now = visibleTo(c);
        Commission commission = now.commission();
        Grounds grounds = new Grounds(CommissionMove.DECLINE, c.reasonCode(), c.note(), c.reference());
        boolean already = commission.state() == CommissionState.DECLINED || grounds.equals(settledBy);
        require(now, CommissionMove.DECLINE, already);
        apply(new CommissionDeclined(
                now.facts(),
                commission.pending(),
                c.reasonCode(),
                c.note(),
                c.reference(),
                commission.declinedRest(),
                c.at()));
        return current();
    }

    @CommandHandler
    OrderState amend(AmendCommission c) {
        OrderState now = visibleTo(c);
        if (c.amount().isNegative()) {
            throw InvalidAmount.negative("amount");
        }
        Commission commission = now.commission();
        Grounds grounds = new Grounds(CommissionMove.AMEND, c.reasonCode(), c.note(), c.reference());
        require(now, CommissionMove.AMEND, c.amount().amount() == 0 && grounds.equals(settledBy));
        requireCurrency(now, c.amount());
        if (commission.pending() == c.amount().amount()) {
            return now;
        }
        apply(new CommissionAmended(
                now.facts(),
                c.amount().amount(),
                commission.pending(),
                c.reasonCode(),
                c.note(),
                c.reference(),
                commission.amendedTo(c.amount().amount()),
                c.at()));
        return current();
    }

    @CommandHandler
    OrderState reverse(ReverseCommission c) {
        OrderState now = visibleTo(c);
        requirePositive(c.amount());
        Commission commission = now.commission();
        Grounds grounds = new Grounds(CommissionMove.REVERSE, c.reasonCode(), c.note(), c.reference());
        boolean all = c.amount() == null;
        boolean already = all && (commission.state() == CommissionState.REVERSED || grounds.equals(takenBackBy));
        require(now, CommissionMove.REVERSE, already);
        requireThawed();
        requireCurrency(now, c.amount());
        long amount = c.amount() == null ? commission.paid() : c.amount().amount();
        if (amount > commission.paid()) {
            throw new ExceedsPaid(Money.ofMinor(amount, commission.currency()), commission.paid());
        }
        apply(new CommissionReversed(
                now.facts(), amount, c.reasonCode(), c.note(), c.reference(), commission.reversed(amount), c.at()));
        return current();
    }

    /** What was taken back since the payout was drafted makes it old news; what was paid since is for the next one. */
    @CommandHandler
    OrderState freeze(FreezeCommission c) {
        OrderState now = current();
        PayoutLine line = c.line();
        boolean same = line.reversed() == now.commission().reversed()
                && line.amount().currency().equals(now.commission().currency())
                && line.providerId().equals(now.facts().providerId());
        if (!same || !movements.areOpen(line.movements(), line.amount().amount())) {
            throw new PayoutOutdated(List.of(now.facts().orderId()));
        }
        apply(new CommissionFrozen(now.facts().orderId(), c.payoutId(), line.amount(), line.movements(), c.at()));
        return current();
    }

    @CommandHandler
    OrderState thaw(ThawCommission c) {
        OrderState now = current();
        apply(new CommissionThawed(now.facts().orderId(), c.payoutId(), c.paidOut(), c.at()));
        return current();
    }

    private void requireThawed() {
        movements.freezer().ifPresent(payout -> {
            throw new FrozenCommission(payout);
        });
    }

    /** To a provider, another provider's order is one that does not exist. */
    private OrderState visibleTo(OnOrder command) {
        OrderState now = current();
        if (command.only() != null && !now.facts().providerId().equals(command.only())) {
            throw new UnknownOrder();
        }
        return now;
    }

    private static void require(OrderState now, CommissionMove move, boolean already) {
        CommissionState state = now.commission().state();
        if (!state.moves().contains(move)) {
            throw new IllegalCommissionTransition(state, move, already);
        }
    }

    private static void requirePositive(@Nullable Money amount) {
        if (amount != null && !amount.isPositive()) {
            throw InvalidAmount.notPositive("amount");
        }
    }

    private static void requireCurrency(OrderState now, @Nullable Money amount) {
        if (amount != null && !amount.currency().equals(now.commission().currency())) {
            throw new CommissionCurrencyMismatch(
                    amount.currency(), now.commission().currency());
        }
    }

    private OrderState current() {
        if (state == null) {
            throw new IllegalStateException(stream + " has no events");
        }
        return state;
    }

    @EventSourcingHandler
    void evolve(OrderEvent event, @Timestamp Instant recordedAt, @SequenceNumber long place) {
        if (event instanceof CommissionConfirmed e) {
            movements = movements.moved(place, e.amount());
        } else if (event instanceof CommissionReversed e) {
            movements = movements.moved(place, Math.negateExact(e.amount()));
        }
        state = switch (event) {
            case OrderPlaced e ->
                new OrderState(e.order(), e.placedAs(), e.placedAs(), e.commissionGiven(), e.commission(), recordedAt);
            case OrderSucceeded e -> after(e);
            case OrderFailed e -> after(e);
            case CommissionConfirmed e -> after(e);
            case CommissionDeclined e -> after(e);
            case CommissionAmended e -> after(e);
            case CommissionReversed e -> after(e);
        };
    }

    private OrderState after(OrderEvent event) {
        OrderState before = current();
        if (before.commission().pending() > 0 && event.commission().pending() == 0) {
            settledBy = Grounds.of(event);
        }
        if (before.commission().paid() > 0 && event.commission().paid() == 0) {
            takenBackBy = Grounds.of(event);
        }
        return new OrderState(
                before.facts(),
                event.status(),
                before.placedAs(),
                before.commissionGiven(),
                event.commission(),
                before.recordedAt());
    }

    @EventSourcingHandler
    void evolve(FreezeEvent event) {
        movements = switch (event) {
            case CommissionFrozen e -> movements.frozenBy(e.payoutId(), e.movements());
            case CommissionThawed e -> movements.thawed(e.payoutId(), e.paidOut());
        };
    }
}
