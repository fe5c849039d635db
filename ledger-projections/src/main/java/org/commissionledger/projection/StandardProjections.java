package org.commissionledger.projection;

import java.util.List;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.organisations.OrganisationsProjection;

/** Every projection of the product. */
public final class StandardProjections {

    private StandardProjections() {}

    public static List<Projection> all(EventCodec codec) {
        return List.of(
                new OrdersProjection(codec),
                new JournalProjection(),
                new CatalogueProjection(codec),
                new OrganisationsProjection(codec));
    }
}
