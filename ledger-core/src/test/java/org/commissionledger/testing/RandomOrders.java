package org.commissionledger.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.command.StreamAggregateFactory;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.Order;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.DeclineCommission;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * A history of orders as the product itself decides it: random commands over several providers and currencies, allowed ones and
 * others, against real aggregates on a store in memory. The same seed gives the same history.
 */
public final class RandomOrders {

    private static final OrganisationId ORGANISATION = new OrganisationId("demo");
    private static final List<Currency> CURRENCIES =
            List.of(Currency.getInstance("GBP"), Currency.getInstance("JPY"), Currency.getInstance("KWD"));
    private static final List<String> PROVIDERS = List.of("united-kingdom", "germany", "japan", "kuwait");

    private final Random random;
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final List<Known> orders = new ArrayList<>();
    private final Map<StreamId, Long> read = new HashMap<>();
    private Instant now = Instant.parse("2011-01-01T00:00:00Z");
    private int refusals;

    private record Known(StreamId stream, Currency currency) {}

    public RandomOrders(Random random) {
        this.random = random;
        StreamAggregateFactory<Order> factory = new StreamAggregateFactory<>(Order.class, Order::new);
        AggregateAnnotationCommandHandler.<Order>builder()
                .aggregateType(Order.class)
                .creationPolicyAggregateFactory(factory)
                .repository(EventSourcingRepository.builder(Order.class)
                        .aggregateFactory(factory)
                        .eventStore(store)
                        .build())
                .build()
                .subscribe(bus);
    }

    /** Commands that were refused so far. */
    public int refusals() {
        return refusals;
    }

    /** What the next command made: no event when it was refused or changed nothing. */
    public List<OrderEvent> next() {
        now = now.plusSeconds(1 + random.nextInt(3_600));
        boolean place = orders.isEmpty() || random.nextInt(8) == 0;
        StreamId stream = place ? place() : move();
        long from = read.getOrDefault(stream, 0L);
        List<OrderEvent> events = store.readEvents(stream.toString(), from)
                .asStream()
                .map(DomainEventMessage::getPayload)
                .map(OrderEvent.class::cast)
                .toList();
        read.put(stream, from + events.size());
        return events;
    }

    private StreamId place() {
        OrderId order = new OrderId("o-" + orders.size());
        StreamId stream = OrderCommand.stream(ORGANISATION, order);
        Currency currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        String provider = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
        Money value = Money.ofMinor(1 + random.nextInt(100_000), currency);
        boolean given = random.nextInt(4) == 0;
        orders.add(new Known(stream, currency));
        run(new PlaceOrder(
                stream,
                order,
                new IntegrationId("web-shop"),
                new ProductId("product-" + provider),
                new CategoryId("gifts"),
                new ProviderId(provider),
                new CustomerId("c-" + random.nextInt(100)),
                false,
                value,
                OrderStatus.values()[random.nextInt(3)],
                given ? Money.ofMinor(random.nextInt(5_000), currency) : value.share(random.nextInt(1_000)),
                given,
                now,
                true));
        return stream;
    }

    private StreamId move() {
        Known known = orders.get(random.nextInt(orders.size()));
        StreamId stream = known.stream();
        if (random.nextInt(4) == 0) {
            run(new ChangeStatus(stream, null, OrderStatus.values()[random.nextInt(3)], null, now));
            return stream;
        }
        Money amount = Money.ofMinor(1 + random.nextInt(3_000), known.currency());
        @Nullable Money some = random.nextInt(5) == 0 ? null : amount;
        ReasonCode reason = ReasonCode.values()[random.nextInt(ReasonCode.values().length)];
        run(
                switch (CommissionMove.values()[random.nextInt(4)]) {
                    case CONFIRM ->
                        new ConfirmCommission(
                                stream, null, some, random.nextInt(6) == 0, random.nextInt(3) == 0, "march", now);
                    case DECLINE -> new DeclineCommission(stream, null, reason, null, null, now);
                    case AMEND ->
                        new AmendCommission(
                                stream,
                                null,
                                random.nextInt(10) == 0 ? amount.withAmount(0) : amount,
                                reason,
                                null,
                                null,
                                now);
                    case REVERSE -> new ReverseCommission(stream, null, some, reason, null, null, now);
                });
        return stream;
    }

    private void run(LedgerCommand command) {
        bus.dispatch(new GenericCommandMessage<>(command), (asked, result) -> {
            if (result.isExceptional()) {
                if (!(result.exceptionResult() instanceof Rejection)) {
                    throw new IllegalStateException("not a refusal: " + asked, result.exceptionResult());
                }
                refusals++;
            }
        });
    }
}
