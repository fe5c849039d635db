package org.commissionledger.projection;

import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.commissions.CommissionsProjection;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.commissionledger.projection.payouts.PayoutsProjection;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.projection.webhooks.WebhooksProjection;

/** Every projection of the product. */
public final class StandardProjections {

    private StandardProjections() {}

    /** What an order and its commission are read from. */
    public static List<Projection> ledger(EventCodec codec) {
        return List.of(
                new OrdersProjection(codec),
                new JournalProjection(),
                new CatalogueProjection(codec),
                new OrganisationsProjection(codec));
    }

    public static List<Projection> all(EventCodec codec, PersonKeys keys) {
        return Stream.concat(
                        ledger(codec).stream(),
                        Stream.of(
                                new CommissionsProjection(),
                                new CreditsProjection(),
                                new CustomersProjection(codec, keys),
                                new RevenueProjection(),
                                new StatementsProjection(codec),
                                new PayoutsProjection(),
                                new WebhooksProjection()))
                .toList();
    }
}
