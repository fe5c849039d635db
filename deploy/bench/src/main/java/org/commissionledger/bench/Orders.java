package org.commissionledger.bench;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;

/** The orders that benchmarks place. */
final class Orders {

    static final OrganisationId BENCH = new OrganisationId("bench");
    private static final Currency GBP = Currency.getInstance("GBP");
    private static final IntegrationId INTEGRATION = new IntegrationId("web-shop");
    private static final CategoryId CATEGORY = new CategoryId("domestic");

    private Orders() {}

    static PlaceOrder order(String id, int n, Instant at) {
        return order(BENCH, id, n, at);
    }

    static PlaceOrder order(OrganisationId organisation, String id, int n, Instant at) {
        OrderId order = new OrderId(id);
        Money value = Money.ofMinor(1_000 + n % 100_000, GBP);
        int provider = n % 20;
        return new PlaceOrder(
                OrderCommand.stream(organisation, order),
                order,
                INTEGRATION,
                new ProductId("giftware-" + provider),
                CATEGORY,
                new ProviderId("provider-" + provider),
                new CustomerId("c-" + n % 5_000),
                false,
                value,
                OrderStatus.SUCCESSFUL,
                value.share(500),
                false,
                at,
                true);
    }
}
